/** Keeps the page of live operations fresh, for as long as somebody looks at it. What is fetched is
 * put into what stands there: a button that is about to be pressed must stay where it is. */

const EVERY_MS = 2_000;
const PATIENCE_MS = 10_000;

const place = document.querySelector(".live");
const state = document.querySelector(".live-state");

if (place instanceof HTMLElement && state) {
  const { url = "" } = place.dataset;
  keepFresh(place, url, (words) => {
    if (state.textContent !== words) state.textContent = words;
  });
}

/**
 * @param {HTMLElement} place
 * @param {string} url
 * @param {(words: string) => void} say
 */
async function keepFresh(place, url, say) {
  for (;;) {
    await untilLookedAt(say);
    say("Refreshed every two seconds");
    try {
      renew(place, await fetched(url));
    } catch {
      say("The site does not answer. Trying again.");
    }
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}

/** @param {(words: string) => void} say */
async function untilLookedAt(say) {
  if (!document.hidden) return;
  say("Paused");
  await new Promise((resolve) => {
    document.addEventListener("visibilitychange", resolve, { once: true });
  });
}

/** @param {string} url */
async function fetched(url) {
  const response = await fetch(url, {
    redirect: "error", // to the sign-in page: the session has ended
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (!response.ok) throw new Error(`${response.status}`);
  const template = document.createElement("template");
  template.innerHTML = await response.text();
  return template.content;
}

/**
 * Make the children of one like those of the other. Elements with the same `data-key` are the same,
 * others are by their place; `data-still` is left as it is.
 * @param {ParentNode & Node} old
 * @param {ParentNode & Node} fresh
 */
function renew(old, fresh) {
  const known = new Map([...old.children].map((one, at) => [keyOf(one, at), one]));
  const wanted = [...fresh.children].map((one, at) => renewed(known.get(keyOf(one, at)), one));
  for (const one of [...old.children]) if (!wanted.includes(one)) one.remove();
  wanted.forEach((one, at) => {
    const there = old.children[at];
    if (there !== one) old.insertBefore(one, there ?? null);
  });
}

/**
 * @param {Element | undefined} old
 * @param {Element} fresh
 */
function renewed(old, fresh) {
  if (!old || old.tagName !== fresh.tagName) return fresh;
  if (old.hasAttribute("data-still") || old.isEqualNode(fresh)) return old;
  for (const { name, value } of [...fresh.attributes]) old.setAttribute(name, value);
  for (const { name } of [...old.attributes])
    if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  const hasWords = [...fresh.childNodes].some(
    (one) => one.nodeType === Node.TEXT_NODE && one.textContent?.trim(),
  );
  if (hasWords || !fresh.children.length) old.replaceChildren(...fresh.childNodes);
  else renew(old, fresh);
  return old;
}

/**
 * @param {Element} element
 * @param {number} at
 */
function keyOf(element, at) {
  return element.getAttribute("data-key") ?? `at ${at}`;
}
