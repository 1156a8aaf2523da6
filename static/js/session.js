// A session that ended while a page stood open: what was typed stays, one signs in elsewhere and comes back.
(function () {
  "use strict";
  let ended = false;

  function notice() {
    const area = document.getElementById("live");
    if (!area) return;
    const say = document.body.dataset;
    const note = document.createElement("div");
    note.className = "note warn";
    note.setAttribute("role", "alert");
    const link = document.createElement("a");
    link.href = say.loginPath + "?next=" + encodeURIComponent(say.accountPath || "/");
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = say.signInText;
    note.append(say.endedText + " ", link);
    area.replaceChildren(note);
  }

  function over() {
    ended = true;
    notice();
  }
  document.addEventListener("kc:signed-out", over);
  document.addEventListener("htmx:responseError", (event) => { if (event.detail.xhr.status === 401) over(); });

  // Back from signing in: the forms of this page get the token of the new session.
  async function back() {
    if (!ended) return;
    let answer;
    try {
      answer = await fetch(window.location.href, { credentials: "same-origin" });
    } catch (error) {
      return;
    }
    if (!answer.ok || new URL(answer.url).pathname !== window.location.pathname) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("meta[name=csrf-token]");
    if (!fresh) return;
    ended = false;
    document.querySelector("meta[name=csrf-token]").content = fresh.content;
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((field) => { field.value = fresh.content; });
    const area = document.getElementById("live");
    if (area) area.replaceChildren();
    document.dispatchEvent(new CustomEvent("kc:signed-in"));
  }
  window.addEventListener("focus", back);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) back(); });
})();
