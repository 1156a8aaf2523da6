// The monthly grid: moving between cells by keyboard, saving each row by itself, conflicts shown where they happen.
(function () {
  "use strict";
  const grid = document.querySelector("[data-grid]");
  if (!grid) return;
  const say = grid.dataset;
  const WAIT = 900;
  const timers = new Map();
  const busy = new Set();
  const again = new Set();

  const rowOf = (node) => node.closest("tr[data-key]");
  const rowByKey = (key) => document.getElementById("row-" + key);
  const cellsOf = (row) => Array.from(row.querySelectorAll("input.cell"));
  const rows = () => Array.from(grid.querySelectorAll("tr[data-key]")).filter((row) => row.querySelector("input.cell"));
  const { number, mark, check, clearProblem, showProblem, parseRow } = window.kcGridParts;

  function count() {
    document.querySelectorAll("[data-count]").forEach((place) => {
      const wanted = place.dataset.count;
      const same = (row) => row.dataset.state === wanted || (wanted === "draft" && row.dataset.state === "unsaved");
      place.textContent = String(Array.from(grid.querySelectorAll("tr[data-key]")).filter(same).length);
    });
  }

  function dirty(row) {
    const invalid = cellsOf(row).some((cell) => !check(cell));
    row.dataset.dirty = "1";
    mark(row, "pencil", "warn", say.unsaved, "unsaved");
    count();
    clearTimeout(timers.get(row.dataset.key));
    if (!invalid) timers.set(row.dataset.key, setTimeout(() => save(row.dataset.key), WAIT));
  }

  // Put the server's row in place of ours without taking the caret or what was typed meanwhile.
  function merge(row, fresh, sent, force) {
    const selected = row.classList.contains("on");
    Array.from(fresh.cells).forEach((cell, at) => {
      const input = cell.querySelector("input.cell");
      const mine = row.cells[at].querySelector("input.cell");
      if (input && mine) {
        mine.className = input.className;
        mine.toggleAttribute("data-owed", input.hasAttribute("data-owed"));
        if (force || (mine.value === sent.get(mine.name) && mine !== document.activeElement)) mine.value = input.value;
        row.cells[at].querySelector(".self").textContent = cell.querySelector(".self").textContent;
      } else {
        row.cells[at].replaceChildren(...cell.cloneNode(true).childNodes);
      }
    });
    row.className = fresh.className;
    row.classList.toggle("on", selected);
    row.dataset.state = fresh.dataset.state;
    delete row.dataset.dirty;
    if (window.htmx) window.htmx.process(row);
  }

  async function save(key, then) {
    const row = rowByKey(key);
    const form = document.getElementById("f-" + key);
    if (!row || !form) return;
    clearTimeout(timers.get(key));
    if (busy.has(key)) { again.add(key); return; }
    if (cellsOf(row).some((cell) => !check(cell))) { cellsOf(row).find((cell) => cell.hasAttribute("aria-invalid")).focus(); return; }
    const sent = new FormData(form);
    busy.add(key);
    mark(row, "loader-2", "", say.saving, "saving");
    let response;
    try {
      response = await fetch(form.action, { method: "POST", body: sent, headers: { "X-Grid": "row" }, credentials: "same-origin" });
    } catch (error) {
      busy.delete(key);
      mark(row, "wifi-off", "bad", say.offline, "unsaved");
      return;
    }
    busy.delete(key);
    if (response.status === 401) {
      mark(row, "lock", "warn", say.unsaved, "unsaved");
      document.dispatchEvent(new CustomEvent("kc:signed-out"));
      return;
    }
    const html = await response.text();
    if (response.ok) {
      clearProblem(row);
      const typedOn = cellsOf(row).some((cell) => cell.value !== sent.get(cell.name));
      merge(row, parseRow(html), sent, false);
      told(row);
      if (typedOn || again.delete(key)) { again.delete(key); dirty(row); }
      count();
      document.body.dispatchEvent(new CustomEvent("grid-saved"));
      if (then) then();
      return;
    }
    if (response.status !== 409 && response.status !== 422) {
      mark(row, "alert-circle", "bad", say.refused, "unsaved");
      return;
    }
    const problem = showProblem(row, html);
    if (!problem) { mark(row, "alert-circle", "bad", say.refused, "unsaved"); return; }
    if (response.status === 409) mark(row, "arrows-diff", "bad", say.conflict, "conflict");
    else mark(row, "message-exclamation", "warn", say.reason, "unsaved");
    count();
    if (then) firstWrong(key, problem.dataset.fields);
  }

  function told(row) {
    const note = document.getElementById("grid-note");
    const now = new Date();
    if (note) note.textContent = say.last + " " + now.toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
    const owed = row.querySelector("input.cell[data-owed]");
    if (owed) row.dataset.state = "draft";
  }

  // The panel of the row must be there before its reason can be typed.
  function firstWrong(key, fields) {
    const code = (fields || "").split(" ")[0];
    if (!code) return;
    openPanel(key, () => {
      light(code);
      const field = document.querySelector('#panel [data-reason="' + CSS.escape(code) + '"]');
      if (field) field.focus();
    });
  }

  function openPanel(key, then) {
    const panel = document.querySelector("#panel [data-panel]");
    if (panel && panel.dataset.panel === key) { if (then) then(); return; }
    const link = rowByKey(key) && rowByKey(key).querySelector("a.nm");
    if (!link || !window.htmx) return;
    window.htmx.ajax("GET", link.getAttribute("href"), { target: "#panel" }).then(() => { if (then) then(); });
  }

  function light(code) {
    const box = document.querySelector("#panel [data-reasons]");
    if (!box) return;
    box.classList.add("scripted");
    box.querySelectorAll(".reason-line").forEach((line) => line.classList.toggle("active", line.dataset.code === code));
  }

  let opening;
  function choose(row, code) {
    grid.querySelectorAll("tr.on").forEach((other) => other.classList.remove("on"));
    row.classList.add("on");
    const key = row.dataset.key;
    clearTimeout(opening);
    const panel = document.querySelector("#panel [data-panel]");
    if (panel && panel.dataset.panel === key) light(code);
    else opening = setTimeout(() => openPanel(key, () => light(code)), 180);
  }

  function go(row, at) {
    const cells = row ? cellsOf(row) : [];
    const cell = cells[Math.max(0, Math.min(at, cells.length - 1))];
    if (cell) { cell.focus(); cell.select(); }
  }

  function step(row, by) {
    const list = rows();
    return list[list.indexOf(row) + by];
  }

  function saveAndNext(key) {
    const row = rowByKey(key);
    const next = step(row, 1);
    // Go on at once: the next keys belong to the next person, and a refused row marks itself.
    if (row.dataset.dirty || row.dataset.state === "unsaved") save(key);
    if (next) go(next, 0);
  }

  grid.addEventListener("focusin", (event) => {
    const cell = event.target.closest("input.cell");
    if (!cell) return;
    choose(rowOf(cell), cell.dataset.code);
    cell.select();
  });

  grid.addEventListener("focusout", (event) => {
    const row = event.target.closest("input.cell") && rowOf(event.target);
    if (!row || !row.dataset.dirty || row.dataset.state === "conflict") return;
    const to = event.relatedTarget;
    if (to && (row.contains(to) || to.closest("#panel"))) return;
    save(row.dataset.key);
  });

  grid.addEventListener("input", (event) => {
    if (event.target.matches("input.cell")) dirty(rowOf(event.target));
  });

  grid.addEventListener("keydown", (event) => {
    const cell = event.target.closest("input.cell");
    if (!cell) return;
    const row = rowOf(cell);
    const at = cellsOf(row).indexOf(cell);
    const whole = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
    if (event.key === "Enter") {
      event.preventDefault();
      if (event.ctrlKey || event.metaKey) saveAndNext(row.dataset.key);
      else go(step(row, event.shiftKey ? -1 : 1), at);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      go(step(row, event.key === "ArrowDown" ? 1 : -1), at);
    } else if (event.key === "ArrowLeft" && at > 0 && (whole || cell.selectionEnd === 0)) {
      event.preventDefault();
      go(row, at - 1);
    } else if (event.key === "ArrowRight" && at < cellsOf(row).length - 1 && (whole || cell.selectionStart === cell.value.length)) {
      event.preventDefault();
      go(row, at + 1);
    } else if (event.key === "Escape") {
      cell.value = cell.defaultValue;
      check(cell);
    }
  });

  grid.addEventListener("click", (event) => {
    const line = event.target.closest("tr.problem");
    if (!line) return;
    const row = line.previousElementSibling;
    const problem = line.querySelector(".row-problem");
    if (event.target.closest("[data-take]")) {
      const fresh = line.querySelector("template[data-current]").content.querySelector("tr[data-key]");
      merge(row, fresh, new FormData(), true);
      line.remove();
      count();
      go(row, 0);
    } else if (event.target.closest("[data-mine]")) {
      document.querySelector("#f-" + CSS.escape(row.dataset.key) + " [name=row_version]").value = problem.dataset.version;
      save(row.dataset.key, () => go(row, 0));
    } else if (event.target.closest("[data-goto]")) {
      firstWrong(row.dataset.key, event.target.closest("[data-goto]").dataset.goto);
    }
  });

  const panel = document.getElementById("panel");
  panel.addEventListener("input", (event) => {
    const row = event.target.dataset.key && rowByKey(event.target.dataset.key);
    if (row) {
      row.dataset.dirty = "1";
      mark(row, "pencil", "warn", say.unsaved, "unsaved");
      clearTimeout(timers.get(row.dataset.key));
      timers.set(row.dataset.key, setTimeout(() => save(row.dataset.key), WAIT * 2));
    }
  });
  panel.addEventListener("keydown", (event) => {
    const key = event.target.dataset.key;
    if (!key || event.key !== "Enter") return;
    if (event.ctrlKey || event.metaKey) { event.preventDefault(); saveAndNext(key); return; }
    if (event.target.matches("input")) {
      event.preventDefault();
      const code = event.target.dataset.reason;
      save(key);
      const row = rowByKey(key);
      go(row, cellsOf(row).findIndex((cell) => cell.dataset.code === code));
    }
  });
  panel.addEventListener("click", (event) => {
    const fault = event.target.closest("[data-fault]");
    if (!fault) return;
    const field = panel.querySelector('[data-reason="' + CSS.escape(fault.dataset.fault) + '"]');
    const row = rowByKey(field.dataset.key);
    const cell = cellsOf(row).find((one) => one.dataset.code === fault.dataset.fault);
    const from = number(cell.value) === null ? number(cell.dataset.most) : number(cell.value);
    cell.value = String(Math.max(0, from - Number(fault.dataset.points))).replace(".", document.documentElement.lang === "vi" ? "," : ".");
    field.value = field.value ? field.value + "; " + fault.dataset.text : fault.dataset.text;
    dirty(row);
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id !== "panel") return;
    const inside = panel.querySelector("[data-panel]");
    const row = inside && rowByKey(inside.dataset.panel);
    if (!row) return;
    grid.querySelectorAll("tr.on").forEach((other) => other.classList.remove("on"));
    row.classList.add("on");
    const active = document.activeElement;
    light(row.contains(active) && active.dataset.code ? active.dataset.code : "");
  });

  const saveAll = () => rows().filter((row) => row.dataset.dirty).forEach((row) => save(row.dataset.key));
  window.addEventListener("online", saveAll);
  document.addEventListener("kc:signed-in", saveAll);
  window.addEventListener("beforeunload", (event) => {
    if (grid.querySelector("tr[data-dirty]")) event.preventDefault();
  });
  light("");
})();
