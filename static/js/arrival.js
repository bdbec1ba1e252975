/**
 * @import { ScrollFollower } from "./scroll_follower.js"
 * @import { Thread } from "./thread.js"
 */

const MARKED_MS = 2_500;

/**
 * The page was opened at one message: show it in the middle, and mark it for a moment.
 * @param {string} messageId
 * @param {Thread} thread
 * @param {ScrollFollower} follower
 */
export async function arriveAt(messageId, thread, follower) {
  history.replaceState(null, "", location.pathname); // a reload opens the conversation as ever
  const element = thread.find(messageId);
  if (!element) return;
  follower.letGo();
  element.tabIndex = -1;
  element.dataset.arrived = "";
  element.focus({ preventScroll: true }); // so that a screen reader goes on from here
  for (let frame = 0; frame < 3; frame++) {
    element.scrollIntoView({ block: "center" }); // again: what is near is drawn only now
    await new Promise(requestAnimationFrame);
  }
  setTimeout(() => delete element.dataset.arrived, MARKED_MS);
}
