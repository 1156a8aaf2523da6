// What a visit keeps on the device: unsent marks and findings in IndexedDB, pages through the service worker.
(function () {
  "use strict";
  const NAME = "kc-visits";
  const STORE = "unsent";
  let opening;

  function open() {
    opening = opening || new Promise((resolve, reject) => {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    return opening;
  }

  async function run(mode, act) {
    const base = await open();
    return new Promise((resolve, reject) => {
      const change = base.transaction(STORE, mode);
      const request = act(change.objectStore(STORE));
      change.oncomplete = () => resolve(request && request.result);
      change.onerror = () => reject(change.error);
      change.onabort = () => reject(change.error);
    });
  }

  const put = (item) => run("readwrite", (store) => store.put(item));
  const remove = (id) => run("readwrite", (store) => store.delete(id));

  // Only what this account noted on this visit: another account on the same device neither sees nor sends it.
  async function of(visit, user) {
    const all = await run("readonly", (store) => store.getAll());
    return all.filter((item) => item.visit === visit && item.user === user).sort((a, b) => a.made - b.made);
  }

  async function sha256(blob) {
    const digest = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  async function wipe(visit) {
    const all = await run("readonly", (store) => store.getAll());
    for (const item of all) if (item.visit === visit) await remove(item.id);
  }

  const possible = Boolean(window.indexedDB && window.crypto && crypto.subtle && crypto.randomUUID);
  window.visitStore = { possible, put, remove, of, sha256, wipe };
})();
