const TRY_MS = 2_000;
const RELOADED = "chatsite:reloaded";

/**
 * A module that the page cannot do without. One whose first request failed cannot be asked for again
 * (browsers keep the failure), so the page begins anew when the site is back: drafts are kept. A chat
 * that is stored nowhere stays as it is.
 * @template Module
 * @param {() => Promise<Module>} load
 * @returns {Promise<Module>}
 */
export async function untilLoaded(load) {
  try {
    return await load();
  } catch (error) {
    const before = Number(sessionStorage.getItem(RELOADED));
    const isNoUse = Date.now() - before < 10 * TRY_MS; // it is not the site that is at fault
    if (isNoUse || document.body.hasAttribute("data-temporary")) throw error;
    await siteIsBack();
    sessionStorage.setItem(RELOADED, String(Date.now()));
    location.reload();
    return new Promise(() => {});
  }
}

async function siteIsBack() {
  for (;;) {
    const isThere = await fetch("/healthz", { cache: "no-store" }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isThere) return;
    await new Promise((resolve) => setTimeout(resolve, TRY_MS * (1 + Math.random())));
  }
}
