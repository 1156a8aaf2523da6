// Parts of the monthly grid that know one row or one cell only; grid.js puts them together.
(function () {
  "use strict";
  const number = (text) => (text === "" || text == null ? null : Number(String(text).replace(",", ".")));

  function mark(row, icon, tone, word, state) {
    const place = row.querySelector("[data-mark]");
    const chip = document.createElement("span");
    chip.className = "status bare " + tone;
    const glyph = document.createElement("i");
    glyph.className = "ti ti-" + icon;
    glyph.setAttribute("aria-hidden", "true");
    chip.append(glyph, word);
    place.replaceChildren(chip);
    row.dataset.state = state;
  }

  function check(cell) {
    const points = number(cell.value.trim());
    const own = number(cell.dataset.own);
    const most = number(cell.dataset.most);
    const wrong = points !== null && (Number.isNaN(points) || points < 0 || points > most || (points * 2) % 1 !== 0);
    cell.toggleAttribute("aria-invalid", wrong);
    if (wrong) cell.setAttribute("aria-invalid", "true");
    cell.classList.remove("dn", "up");
    if (!wrong && points !== null && own !== null && Math.abs(points - own) >= Math.min(most * 0.2, 5)) {
      cell.classList.add(points < own ? "dn" : "up");
    }
    return !wrong;
  }

  function clearProblem(row) {
    const next = row.nextElementSibling;
    if (next && next.classList.contains("problem")) next.remove();
  }

  function showProblem(row, html) {
    clearProblem(row);
    const line = document.createElement("tr");
    line.className = "problem";
    const cell = document.createElement("td");
    cell.colSpan = row.cells.length;
    cell.append(...parse(html).body.childNodes);
    line.append(cell);
    row.after(line);
    return cell.querySelector(".row-problem");
  }

  // A document of its own: scripts in it never run.
  function parse(html) {
    return new DOMParser().parseFromString(html, "text/html");
  }

  function parseRow(html) {
    const row = parse("<table><tbody>" + html + "</tbody></table>").querySelector("tr[data-key]");
    return row ? document.adoptNode(row) : null;
  }

  window.kcGridParts = { number, mark, check, clearProblem, showProblem, parseRow };
})();
