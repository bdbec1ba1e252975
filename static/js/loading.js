const AGAIN_AFTER_MS = 2_000;

/**
 * A module that the page cannot do without: asked for again as long as the site is away.
 * @template Module
 * @param {() => Promise<Module>} load
 * @returns {Promise<Module>}
 */
export async function untilLoaded(load) {
  try {
    return await load();
  } catch {
    await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
    return untilLoaded(load);
  }
}
