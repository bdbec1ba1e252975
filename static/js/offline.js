/** The page that the service worker shows while nothing can be reached: tries again by itself. */
const AGAIN_AFTER_MS = 10_000;

addEventListener("online", () => location.reload());
setInterval(async () => {
  const answer = await fetch("/healthz", { cache: "no-store" }).catch(() => null);
  if (answer?.ok && !location.pathname.startsWith("/offline/")) location.reload();
}, AGAIN_AFTER_MS);
