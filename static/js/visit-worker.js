// Service worker of the pages of visits: opens a begun visit without a signal; keeps nothing it was not told to keep.
"use strict";
const PREFIX = "kc-visit-";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// Pages come from a visit that has begun, so no address of a sealed one ever gets here.
async function keep(visit, addresses) {
  const cache = await caches.open(PREFIX + visit);
  await Promise.all(addresses.map(async (address) => {
    try {
      const response = await fetch(address, { credentials: "same-origin", redirect: "error" });
      if (response.ok) await cache.put(address, response);
    } catch { /* kept at the next opening */ }
  }));
}

self.addEventListener("message", (event) => {
  const { act, visit, addresses } = event.data || {};
  const done = () => event.source && event.source.postMessage({ act, visit });
  if (act === "keep") event.waitUntil(keep(visit, addresses).then(done));
  if (act === "drop") event.waitUntil(caches.delete(PREFIX + visit).then(done));
});

async function kept(request) {
  for (const name of await caches.keys()) {
    if (!name.startsWith(PREFIX)) continue;
    const found = await (await caches.open(name)).match(request, { ignoreVary: true });
    if (found) return found;
  }
  return undefined;
}

self.addEventListener("fetch", (event) => {
  const request = event.request;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  event.respondWith(fetch(request).catch(async () => (await kept(request)) || Response.error()));
});
