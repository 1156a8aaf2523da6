// Chooses light or dark before the first paint: the cookie the person set, else the device's wish.
(function () {
  "use strict";
  const root = document.documentElement;
  root.classList.remove("no-js");
  if (!root.dataset.bsTheme) {
    root.dataset.bsTheme = window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }
})();
