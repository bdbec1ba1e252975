/**
 * A form post to this site that answers JSON.
 * @param {string} url
 * @param {Record<string, string>} fields
 * @returns {Promise<Record<string, unknown>>} fails with what the server said as `cause`
 */
export async function postForm(url, fields = {}) {
  const response = await fetch(url, {
    method: "POST",
    headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
    body: new URLSearchParams(fields),
    redirect: "error", // to the sign-in page: the session has ended
  });
  if (!response.ok) throw new Error(`${url}: ${response.status}`, { cause: await said(response) });
  return response.status === 204 ? {} : response.json();
}

/**
 * @param {Response} response
 * @returns {Promise<unknown>} the error that it tells, if it tells one
 */
async function said(response) {
  return response.json().then(
    (answer) => answer.error,
    () => undefined,
  );
}

function csrfToken() {
  const field = document.querySelector("input[name=csrfmiddlewaretoken]");
  return field instanceof HTMLInputElement ? field.value : "";
}
