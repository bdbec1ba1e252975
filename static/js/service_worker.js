/**
 * Served at /sw.js, behind a line that says where this version's files are. Keeps the page for when
 * nothing can be reached, and the files of that page; of what people see or write it keeps nothing.
 */

/** @type {any} The types at hand are those of pages. */
const worker = globalThis;
const { STATIC } = worker;
const CACHE = `offline ${STATIC}`;
const OFFLINE = "/offline/";

worker.addEventListener("install", (/** @type {any} */ event) => {
  event.waitUntil(keepOfflinePage().then(() => worker.skipWaiting()));
});

worker.addEventListener("activate", (/** @type {any} */ event) => {
  event.waitUntil(dropOlderCaches().then(() => worker.clients.claim()));
});

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(async () => (await kept(OFFLINE)) ?? Response.error()));
  } else if (new URL(request.url).pathname.startsWith(STATIC)) {
    event.respondWith(fetch(request).catch(async () => (await kept(request)) ?? Response.error()));
  }
});

async function keepOfflinePage() {
  const page = await fetch(OFFLINE, { cache: "no-store" });
  if (!page.ok) throw new Error(`${OFFLINE}: ${page.status}`);
  const cache = await caches.open(CACHE);
  const html = await page.clone().text();
  const files = [...html.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, address]) => address ?? "");
  await cache.addAll([...new Set(files.filter((address) => address.startsWith(STATIC)))]);
  await cache.put(OFFLINE, page);
}

async function dropOlderCaches() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
}

/** @param {Request | string} request */
async function kept(request) {
  return (await caches.open(CACHE)).match(request);
}
