/**
 * Forms that are sent with a passkey: `data-passkey` says whether one is made or used. What the device
 * gave goes into the field `credential`. Knows no server: what is to be signed stands in the page, or
 * is asked for at the address of the form.
 */
import { gettext } from "./i18n.js";

/** @param {HTMLFormElement} form */
async function optionsOf(form) {
  const kept = document.getElementById("passkey-options")?.textContent;
  if (kept && !form.dataset.asks) return JSON.parse(kept);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return (await answer.json()).request_options.publicKey;
}

/** @param {HTMLFormElement} form */
async function credentialOf(form) {
  const options = await optionsOf(form);
  if (form.dataset.passkey === "make") {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    return navigator.credentials.create({ publicKey });
  }
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  return navigator.credentials.get({ publicKey });
}

/** @param {HTMLFormElement} form */
async function send(form) {
  const told = form.querySelector(".errors");
  const field = form.elements.namedItem("credential");
  if (!(told instanceof HTMLElement) || !(field instanceof HTMLInputElement)) return;
  told.hidden = true;
  try {
    field.value = JSON.stringify(await credentialOf(form));
    form.submit();
  } catch (error) {
    const isRefused = error instanceof DOMException && error.name === "NotAllowedError";
    told.textContent = isRefused
      ? gettext("Nothing was chosen. Try again when you are ready.")
      : gettext("That did not work. This device may have no passkey for this site.");
    told.hidden = false;
  }
}

const canDoIt = "PublicKeyCredential" in window && "parseRequestOptionsFromJSON" in PublicKeyCredential;
for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!(form instanceof HTMLFormElement)) continue;
  form.hidden = !canDoIt;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
}
for (const note of document.querySelectorAll("[data-no-passkeys]")) {
  if (note instanceof HTMLElement) note.hidden = canDoIt;
}
