const told = document.getElementById("ratings")?.textContent ?? "{}";

/**
 * What its reader thinks of replies in this conversation, by message.
 * @type {Map<string | null, string | undefined>}
 */
export const ratings = new Map(Object.entries(JSON.parse(told)));

/**
 * @param {HTMLElement} reply
 * @param {string | null} message
 */
export function showRating(reply, message) {
  for (const thumb of reply.querySelectorAll("button")) {
    if (thumb.value) thumb.ariaPressed = String(ratings.get(message) === thumb.value);
  }
}
