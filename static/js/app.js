// Small conveniences of every page: menus, the slash key, tokens for htmx, error notices. Pages work without it.
(function () {
  "use strict";
  const $ = (selector, root) => (root || document).querySelector(selector);

  document.addEventListener("htmx:configRequest", (event) => {
    const token = $("meta[name=csrf-token]");
    if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token.content;
  });

  function say(text) {
    const area = $("#live");
    if (!area) return;
    const note = document.createElement("div");
    note.className = "note bad";
    note.setAttribute("role", "alert");
    note.textContent = text;
    area.replaceChildren(note);
  }
  document.addEventListener("htmx:sendError", () => say(document.body.dataset.offlineText));
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status === 401) return; // session.js says what to do
    const id = event.detail.xhr.getResponseHeader("X-Request-ID");
    say(document.body.dataset.errorText + (id ? " (" + id + ")" : ""));
  });
  const burger = $("#kc-burger");
  if (burger) {
    burger.addEventListener("click", () => {
      const open = $(".kc-bar").classList.toggle("open");
      burger.setAttribute("aria-expanded", String(open));
    });
  }

  document.querySelectorAll(".nav-tabs .active, .nav-segmented .active").forEach((here) => {
    const row = here.closest(".nav-tabs, .nav-segmented");
    const hidden = here.getBoundingClientRect().right - row.getBoundingClientRect().right;
    if (hidden > 0) row.scrollLeft += hidden + 16; // a phone shows the tab one is on
  });

  function typing(node) {
    return node && (node.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName));
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target)) {
      const box = $("#kc-q");
      if (box && box.offsetParent) { event.preventDefault(); box.focus(); box.select(); }
    }
    if (event.key === "Escape") {
      const open = $("details.kc-menu[open]");
      if (open) { open.open = false; $("summary", open).focus(); }
    }
  });
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.kc-menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    const blocked = event.target.closest("[aria-disabled=true]");
    if (blocked) event.preventDefault();
    if (event.target.closest("[data-print]")) window.print();
  });

  // htmx changes the address without loading the page: what is saved are the filters of the address as it is now.
  document.addEventListener("submit", (event) => {
    const field = event.target.querySelector("[data-here-query]");
    if (field) field.value = window.location.search;
  }, true);

  // A select or a checkbox marked data-autosubmit sends its form; without JavaScript the button beside it does.
  document.addEventListener("change", (event) => {
    const field = event.target.closest("[data-autosubmit]");
    if (field && field.form) field.form.requestSubmit();
  });

  // A weighty form is sent once: the second click finds the button asleep.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("data-many")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (event.defaultPrevented || form.hasAttribute("hx-post")) return;
    form.dataset.sent = "1";
    window.setTimeout(() => delete form.dataset.sent, 5000);
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });

  // Unsaved work in a form marked data-guard is not lost by a careless click.
  let dirty = false;
  document.addEventListener("input", (event) => { if (event.target.closest("form[data-guard]")) dirty = true; });
  document.addEventListener("submit", () => { dirty = false; });
  window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
})();
