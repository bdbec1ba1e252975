/** Looks how far a reply is that is made again, until it is there. */

const LOOK_MS = 1_000;
const AWAY_MS = 5_000; // after an answer that did not come

const page = document.querySelector(".replay-again");
if (page) wait(page, LOOK_MS);

/**
 * @param {Element} page
 * @param {number} ms
 */
async function wait(page, ms) {
  const state = page.querySelector("#again-state");
  const address = state instanceof HTMLElement ? state.dataset.running : "";
  if (!state || !address) return;
  await new Promise((resolve) => setTimeout(resolve, ms));
  wait(page, (await isTold(state, address)) ? LOOK_MS : AWAY_MS);
}

/**
 * @param {Element} state is replaced by what it is now
 * @param {string} address
 */
async function isTold(state, address) {
  try {
    const answer = await fetch(address);
    const told = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = told.querySelector("#again-state");
    if (answer.ok && next) state.replaceWith(document.adoptNode(next));
    else if (answer.status < 500) location.reload(); // the gate has closed, or the reply is gone
    return answer.ok;
  } catch {
    return false;
  }
}

export {};
