// A visit on a phone: marks and findings are kept on the device first, sent once, shown while they are not.
(function () {
  "use strict";
  const root = document.getElementById("visit");
  const store = window.visitStore;
  if (!root || !store) return;
  const { visit, user, bundle, home, worker } = root.dataset;
  const banner = document.getElementById("unsent");
  const state = document.getElementById("offline-state");
  const SOON = 2000, AT_LEAST_EVERY = 10000; // milliseconds between tries: a phone's word that it is online is often wrong
  let sending = false;
  let again = false;
  let pause = SOON;
  let timer = 0;

  // ---- the service worker: pages of a begun visit, dropped when it is over
  async function pages() {
    if (!("serviceWorker" in navigator) || !store.possible) { if (state) state.textContent = state.dataset.not; return; }
    const registration = await navigator.serviceWorker.register(worker, { scope: "/visits/" });
    await navigator.serviceWorker.ready;
    const active = registration.active || navigator.serviceWorker.controller;
    if (!active) return;
    navigator.serviceWorker.addEventListener("message", (event) => {
      if (event.data.visit !== visit) return;
      document.documentElement.dataset.visitPages = event.data.act;
      if (state) state.textContent = event.data.act === "keep" ? state.dataset.ready : state.dataset.gone;
    });
    if (root.dataset.open !== "1") {
      active.postMessage({ act: "drop", visit });
      if (root.dataset.over === "1") await store.wipe(visit);
      return;
    }
    if (!navigator.onLine) return;
    const near = Array.from(document.querySelectorAll("a[href]"), (link) => link.href).filter((href) => href.includes("/visits/" + visit + "/") && !/minutes\/./.test(href));
    const loaded = performance.getEntriesByType("resource").map((entry) => entry.name).filter((name) => name.startsWith(location.origin + "/static/"));
    const always = ["", "attendance/", "samples/", "contents/", "findings/", "findings/new/"].map((part) => home + part);
    active.postMessage({ act: "keep", visit, addresses: Array.from(new Set([...always, location.href, ...near, ...loaded])) });
  }

  // ---- sending
  const token = () => document.querySelector("meta[name=csrf-token]").content;

  async function freshToken() {
    const page = await (await fetch(home, { credentials: "same-origin", redirect: "error" })).text();
    const found = new DOMParser().parseFromString(page, "text/html").querySelector("meta[name=csrf-token]");
    if (found) document.querySelector("meta[name=csrf-token]").content = found.content;
  }

  function bodyOf(key, items) {
    const form = new FormData();
    const marks = items.filter((item) => item.kind === "mark");
    const findings = items.filter((item) => item.kind === "finding");
    const content = {
      key,
      device_now: new Date().toISOString(),
      offline: items.some((item) => item.held),
      marks: marks.map(({ line, mark, reason, seen_at, version }) => ({ line, mark, reason, seen_at, version })),
      findings: findings.map((item) => ({ ...item.data, photos: item.photos.map(({ key, sha256, taken_at, file }) => ({ key, sha256, taken_at, file })) })),
    };
    form.append("bundle", JSON.stringify(content));
    findings.forEach((item) => item.photos.forEach((photo) => form.append(photo.file, photo.blob, photo.name)));
    return form;
  }

  async function post(key, items) {
    const go = () => fetch(bundle, { method: "POST", body: bodyOf(key, items), credentials: "same-origin", headers: { "X-CSRFToken": token() } });
    const first = await go();
    if (first.status !== 403) return first;
    await freshToken();
    return go();
  }

  async function message(response) {
    try {
      const body = await response.json();
      return (body.error && (body.error.message || body.error)) || body.detail || String(response.status);
    } catch { return String(response.status); }
  }

  async function one(items) {
    const key = items[0].kind === "finding" ? items[0].id : crypto.randomUUID();
    let response;
    try { response = await post(key, items); } catch { return "offline"; }
    if (response.ok) {
      const answer = await response.json();
      for (const item of items) {
        const told = answer.marks.find((mark) => item.kind === "mark" && mark.line === item.line);
        if (told && told.state === "conflict") await store.put({ ...item, problem: told.message, version: told.version });
        else await store.remove(item.id);
        if (told) document.dispatchEvent(new CustomEvent("visit:mark", { detail: told }));
      }
      return "sent";
    }
    if (response.status === 401) { document.dispatchEvent(new CustomEvent("kc:signed-out")); return "offline"; }
    if (response.status >= 500 || response.status === 429) return "offline";
    const problem = await message(response);
    if (items.length > 1) return "split";
    await store.put({ ...items[0], problem });
    return "refused";
  }

  async function send() {
    if (sending) { again = true; return; }
    sending = true;
    const waiting = (await store.of(visit, user)).filter((item) => !item.problem);
    const marks = waiting.filter((item) => item.kind === "mark");
    const groups = [...(marks.length ? [marks] : []), ...waiting.filter((item) => item.kind === "finding").map((item) => [item])];
    for (const group of groups) {
      let outcome = await one(group);
      if (outcome === "split") for (const item of group) outcome = await one([item]);
      if (outcome === "offline") { await hold(group); break; }
      pause = SOON;
    }
    sending = false;
    await show();
    if (again) { again = false; send(); return; }
    if ((await store.of(visit, user)).some((item) => !item.problem)) later();
  }

  function later() {
    window.clearTimeout(timer);
    timer = window.setTimeout(send, pause);
    pause = Math.min(pause * 2, AT_LEAST_EVERY);
  }

  async function hold(items) {
    for (const item of (await store.of(visit, user))) if (items.some((one) => one.id === item.id)) await store.put({ ...item, held: true });
  }

  // ---- showing
  async function show() {
    const items = await store.of(visit, user);
    const problems = items.filter((item) => item.problem).length;
    const held = items.length - problems;
    document.documentElement.dataset.unsent = String(items.length);
    if (banner) {
      banner.hidden = !items.length;
      const words = [];
      if (held) words.push(banner.dataset.waiting + " " + held + ". " + banner.dataset.held);
      if (problems) words.push(banner.dataset.conflict + " " + problems + ".");
      banner.querySelector("[data-words]").textContent = words.join(" ");
    }
    const part = document.getElementById("unsent-list");
    if (part) { part.hidden = !items.length; part.querySelector("ul").replaceChildren(...items.map(row)); }
    document.querySelectorAll("[data-line]").forEach((card) => {
      const item = items.find((found) => found.kind === "mark" && String(found.line) === card.dataset.line);
      card.classList.toggle("unsent", Boolean(item && !item.problem));
      card.classList.toggle("conflict", Boolean(item && item.problem));
      let why = card.querySelector(".visit-why");
      if (item && item.problem && !why) { why = document.createElement("div"); why.className = "note bad visit-why"; why.setAttribute("role", "alert"); card.append(why); }
      if (why) { why.textContent = item && item.problem ? item.problem : ""; why.hidden = !(item && item.problem); }
      if (item) { const choice = card.querySelector('input[value="' + item.mark + '"]'); if (choice) choice.checked = true; const field = card.querySelector("[name^=reason_]"); if (field && item.reason) field.value = item.reason; }
    });
  }

  function row(item) {
    const line = document.createElement("li");
    const words = document.createElement("span");
    const name = document.createElement("b");
    name.textContent = item.title;
    words.append(name, document.createElement("br"));
    const small = document.createElement("span");
    small.className = item.problem ? "fs-7 t-bad" : "fs-7 muted";
    small.textContent = item.problem || new Date(item.made).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" }) + (item.photos && item.photos.length ? " · " + item.photos.length + " " + root.dataset.photosWord : "");
    words.append(small);
    line.append(words);
    if (item.problem) {
      const retry = button(root.dataset.retryWord, async () => { await store.put({ ...item, problem: "" }); send(); });
      const drop = button(root.dataset.dropWord, async () => { await store.remove(item.id); show(); });
      line.append(retry, drop);
    }
    return line;
  }

  function button(text, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  }

  // ---- the roll
  const roll = document.getElementById("roll");
  if (roll && store.possible) {
    roll.addEventListener("change", async (event) => {
      const card = event.target.closest("[data-line]");
      if (!card) return;
      const chosen = card.querySelector("input[type=radio]:checked");
      const reason = card.querySelector("[name^=reason_]").value.trim();
      if (!chosen || (chosen.value === "with_reason" && !reason)) return;
      await keepMark(card, chosen.value, chosen.value === "with_reason" ? reason : "");
      await show();
      send();
    });
    const keepMark = (card, mark, reason) => store.put({
      id: "mark-" + card.dataset.line, kind: "mark", visit, user, made: Date.now(), title: card.dataset.name,
      line: Number(card.dataset.line), version: Number(card.dataset.version), mark, reason, seen_at: new Date().toISOString(),
    });
    // The rest present: the server marks them; without a signal those shown are kept here like any other mark.
    const rest = document.querySelector("form[data-rest]");
    if (rest) rest.addEventListener("submit", async (event) => {
      event.preventDefault();
      event.stopPropagation();
      try {
        const answer = await fetch(rest.action, { method: "POST", body: new FormData(rest), credentials: "same-origin", redirect: "manual" });
        if (answer.type === "opaqueredirect") { location.reload(); return; }
      } catch { /* no signal */ }
      for (const card of roll.querySelectorAll("[data-line]")) if (!card.querySelector("input[type=radio]:checked")) await keepMark(card, "present", "");
      await show();
      send();
    }, true);
    document.addEventListener("visit:mark", (event) => {
      const card = roll.querySelector('[data-line="' + event.detail.line + '"]');
      if (!card) return;
      card.dataset.version = event.detail.version;
      card.querySelector("[name^=version_]").value = event.detail.version;
      if (event.detail.state === "stored") card.querySelector("[data-when]").textContent = new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
    });
  }

  // ---- a finding
  const form = document.querySelector("form[data-finding]");
  if (form && store.possible) {
    const field = form.querySelector("input[type=file]");
    const note = document.getElementById("finding-note");
    let photos = [];
    const refuse = (text) => { note.textContent = text; note.hidden = !text; };
    // Hashed here, at capture: what is sent later must still be this.
    field.addEventListener("change", async () => {
      const files = Array.from(field.files);
      field.value = "";
      refuse("");
      if (photos.length + files.length > 10) { refuse(form.dataset.tooMany); return; }
      if (files.some((file) => !/^image\/(jpeg|png|webp)$/.test(file.type))) { refuse(form.dataset.notPicture); return; }
      for (const blob of files) photos.push({ key: crypto.randomUUID(), sha256: await store.sha256(blob), taken_at: new Date().toISOString(), blob, name: blob.name || "photo.jpg" });
      photos.forEach((photo, number) => { photo.file = "photo-" + number; });
      await draw();
    });
    async function draw() {
      const place = document.getElementById("photo-row");
      place.replaceChildren(...await Promise.all(photos.map(picture)));
      form.querySelector(".visit-camera").classList.toggle("has", photos.length > 0);
    }
    async function picture(photo) {
      const figure = document.createElement("figure");
      const canvas = document.createElement("canvas");
      try {
        const image = await createImageBitmap(photo.blob);
        canvas.width = 360;
        canvas.height = Math.max(1, Math.round(360 * Math.min(1, image.height / image.width)));
        const scale = Math.max(canvas.width / image.width, canvas.height / image.height);
        canvas.getContext("2d").drawImage(image, (canvas.width - image.width * scale) / 2, (canvas.height - image.height * scale) / 2, image.width * scale, image.height * scale);
      } catch { canvas.width = 360; canvas.height = 90; }
      const words = document.createElement("figcaption");
      words.textContent = new Date(photo.taken_at).toLocaleString("vi-VN") + " · " + photo.sha256.slice(0, 8);
      figure.append(canvas, words);
      return figure;
    }
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      event.stopPropagation();
      const typed = new FormData(form);
      const number = (name) => (typed.get(name) ? Number(typed.get(name)) : null);
      const text = (name) => String(typed.get(name) || "").trim();
      if (!text("text") && !number("indicator") && !text("item")) { refuse(form.dataset.empty); return; }
      if (text("severity") === "serious" && !text("text")) { refuse(form.dataset.serious); return; }
      const label = form.querySelector("input[name=indicator]:checked");
      const item = {
        id: text("key") || crypto.randomUUID(), kind: "finding", visit, user, made: Date.now(), photos,
        title: text("text") || (label ? label.closest("label").textContent.trim() : text("item")),
        data: {
          key: text("key") || crypto.randomUUID(), severity: text("severity"), seen_at: photos.length ? photos[0].taken_at : new Date().toISOString(),
          text: text("text"), place: text("place"), explanation: text("explanation"), indicator: number("indicator"), item: text("item"), person: number("person"),
        },
      };
      // A page opened without a signal carries the name of an earlier finding: each one kept gets its own.
      if (!navigator.onLine || document.documentElement.dataset.used === "1") item.id = item.data.key = crypto.randomUUID();
      document.documentElement.dataset.used = "1";
      await store.put(item);
      await send();
      const kept = (await store.of(visit, user)).find((found) => found.id === item.id);
      if (kept && kept.problem) { await store.remove(item.id); refuse(kept.problem); return; }
      document.dispatchEvent(new Event("submit")); // the page's own guard: nothing is lost by leaving now
      location.assign(kept ? home : home + "findings/");
    }, true);
  }

  window.addEventListener("online", send);
  show().then(send).then(pages).catch(() => undefined);
})();
