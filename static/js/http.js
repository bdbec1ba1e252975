/** @import { ProtocolError } from "./events.js" */

/** What this site said no to, in its own words where it had some. */
export class Refused extends Error {
  /**
   * @param {number} status
   * @param {ProtocolError | null} error
   */
  constructor(status, error) {
    super(error?.message ?? "");
    this.status = status;
    this.error = error;
  }
}

/**
 * A form post to this site that answers JSON.
 * @param {string} url
 * @param {Record<string, string> | URLSearchParams} fields
 * @param {"POST" | "DELETE"} method
 * @returns {Promise<Record<string, unknown>>} Rejected with Refused, or TypeError without network.
 */
export async function postForm(url, fields = {}, method = "POST") {
  const response = await fetch(url, {
    method,
    headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
    body: new URLSearchParams(fields),
    redirect: "error", // to the sign-in page: the session has ended
  });
  if (response.ok) return response.status === 204 ? {} : response.json();
  const told = await response.json().catch(() => null);
  throw new Refused(response.status, told?.error ?? null);
}

/**
 * @param {string | URL} url of a piece of a page
 * @returns {Promise<DocumentFragment>}
 */
export async function fetchPiece(url) {
  const response = await fetch(url, { redirect: "error" });
  if (!response.ok) throw new Refused(response.status, null);
  const template = document.createElement("template");
  template.innerHTML = await response.text();
  return template.content;
}

function csrfToken() {
  const field = document.querySelector("input[name=csrfmiddlewaretoken]");
  return field instanceof HTMLInputElement ? field.value : "";
}
