/**
 * Forms that are sent with a passkey: `data-passkey` says whether one is made or used. What the device
 * gave goes into the field `credential`. What it is to sign stands in the page, or is asked for.
 */
import { gettext } from "./page.js";

const keys = window.PublicKeyCredential;
const canDoIt = Boolean(keys?.parseRequestOptionsFromJSON);

/** @param {HTMLFormElement} form */
async function credentialOf(form) {
  const kept = document.getElementById("passkey-options")?.textContent;
  const asked = { headers: { Accept: "application/json" } };
  const options = kept
    ? JSON.parse(kept)
    : (await (await fetch(form.action, asked)).json()).request_options.publicKey;
  return form.dataset.passkey === "make"
    ? navigator.credentials.create({ publicKey: keys.parseCreationOptionsFromJSON(options) })
    : navigator.credentials.get({ publicKey: keys.parseRequestOptionsFromJSON(options) });
}

/** @type {NodeListOf<HTMLFormElement>} */
const forms = document.querySelectorAll("form[data-passkey]");
for (const form of forms) {
  form.hidden = !canDoIt;
  form.querySelector("button")?.addEventListener("click", () => form.requestSubmit());
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const told = /** @type {HTMLElement} */ (form.querySelector(".errors"));
    try {
      form.credential.value = JSON.stringify(await credentialOf(form));
      form.submit();
    } catch {
      told.textContent = gettext(
        "That did not work. Perhaps nothing was chosen, or this device has no passkey for this site.",
      );
      told.hidden = false;
    }
  });
}
document.querySelector("[data-no-passkeys]")?.toggleAttribute("hidden", canDoIt);
