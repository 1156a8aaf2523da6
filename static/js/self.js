// The self-assessment: stepping points by thumb, the reason field where something is taken off, drafts kept by themselves.
(function () {
  "use strict";
  const form = document.querySelector("form[data-own]");
  if (!form) return;
  const state = document.querySelector("[data-draft]");
  const vietnamese = document.documentElement.lang === "vi";
  let timer;
  let running = false;
  let pending = false;

  const number = (text) => (text.trim() === "" ? null : Number(text.trim().replace(",", ".")));
  const words = (value) => String(value).replace(".", vietnamese ? "," : ".");

  function tell(word, icon, tone) {
    state.className = "status " + tone;
    const glyph = document.createElement("i");
    glyph.className = "ti ti-" + icon;
    glyph.setAttribute("aria-hidden", "true");
    state.replaceChildren(glyph, word);
  }

  function draw(line) {
    const field = line.querySelector("input.score");
    const most = Number(line.dataset.most);
    const points = number(field.value);
    const wrong = points !== null && (Number.isNaN(points) || points < 0 || points > most || (points * 2) % 1 !== 0);
    field.toggleAttribute("aria-invalid", wrong);
    if (wrong) field.setAttribute("aria-invalid", "true");
    const down = line.querySelector("[data-down]");
    const up = line.querySelector("[data-up]");
    if (down) down.disabled = points !== null && points <= 0;
    if (up) up.disabled = points !== null && points >= most;
    const less = line.querySelector("[data-less]");
    if (less) {
      const gone = points === null ? 0 : most - points;
      const written = less.querySelector("textarea, input").value.trim() !== "";
      less.hidden = line.hasAttribute("data-bonus") ? !(points > 0) && !written : !(gone > 0) && !written;
      const label = less.querySelector("[data-gone]");
      if (label) label.textContent = words(gone);
    }
    return !wrong;
  }

  const lines = Array.from(form.querySelectorAll("[data-line]"));

  function later() {
    clearTimeout(timer);
    tell(form.dataset.unsaved, "pencil", "warn");
    timer = setTimeout(keep, 1000);
  }

  async function keep() {
    if (running) { pending = true; return; }
    if (!lines.map(draw).every(Boolean)) { tell(form.dataset.wrong, "alert-circle", "bad"); return; }
    running = true;
    let response;
    try {
      response = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" }, credentials: "same-origin" });
    } catch (error) {
      running = false;
      tell(form.dataset.offline, "wifi-off", "bad");
      return;
    }
    running = false;
    if (response.status === 401) {
      tell(form.dataset.unsaved, "lock", "warn");
      document.dispatchEvent(new CustomEvent("kc:signed-out"));
      return;
    }
    const type = response.headers.get("Content-Type") || "";
    const body = type.startsWith("application/json") ? await response.json() : {};
    if (!response.ok) { tell(body.error || form.dataset.wrong, "alert-circle", "bad"); return; }
    form.querySelector("[name=row_version]").value = body.version;
    delete form.dataset.dirty;
    const now = new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
    tell(form.dataset.saved + " " + now, "cloud-check", "");
    document.querySelectorAll("[data-total]").forEach((place) => { place.textContent = body.total; });
    Object.entries(body.groups).forEach(([code, points]) => {
      const place = document.querySelector('[data-group-points="' + CSS.escape(code) + '"]');
      if (place) place.textContent = points;
    });
    const grade = document.querySelector("[data-grade] .grade");
    if (grade) { grade.className = "grade g" + (body.grade || "N"); grade.textContent = body.grade || "-"; }
    if (pending) { pending = false; keep(); }
  }

  document.addEventListener("kc:signed-in", keep);

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-down], [data-up]");
    if (!button) return;
    const line = button.closest("[data-line]");
    const field = line.querySelector("input.score");
    const most = Number(line.dataset.most);
    const from = number(field.value);
    const by = button.hasAttribute("data-up") ? 1 : -1;
    const start = from === null ? (by > 0 ? 0 : most) : from;
    const next = from === null && by > 0 && !line.hasAttribute("data-bonus") ? most : Math.max(0, Math.min(most, start + by));
    field.value = words(next);
    draw(line);
    form.dataset.dirty = "1";
    later();
  });
  form.addEventListener("input", (event) => {
    const line = event.target.closest("[data-line]");
    if (line) draw(line);
    form.dataset.dirty = "1";
    later();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input")) event.preventDefault();
  });
  form.addEventListener("submit", () => { clearTimeout(timer); delete form.dataset.dirty; });
  window.addEventListener("online", () => { if (form.dataset.dirty) keep(); });
  window.addEventListener("beforeunload", (event) => { if (form.dataset.dirty) event.preventDefault(); });
  lines.forEach(draw);
})();
