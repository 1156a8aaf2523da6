// Draws every [data-chart] from the option in its json_script; colours and fonts come from the theme, tooltips are text.
(function () {
  "use strict";
  function css(name) {
    const probe = document.createElement("span");
    probe.className = "chart-probe";
    probe.dataset.token = name;
    document.body.appendChild(probe);
    const value = getComputedStyle(probe).color;
    probe.remove();
    return value;
  }

  function decorate(option, palette) {
    const text = { color: palette.ink, fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 11.5 };
    const axis = (a) => Object.assign(
      { axisLine: { lineStyle: { color: palette.line } }, axisTick: { show: false }, splitLine: { lineStyle: { color: palette.line } } },
      a, { axisLabel: Object.assign({ color: palette.soft }, a.axisLabel) });
    const each = (value) => (Array.isArray(value) ? value.map(axis) : value ? axis(value) : value);
    const tokens = (value) => {
      if (typeof value === "string" && value.startsWith("kc:")) return palette[value.slice(3)] || palette.ink;
      if (Array.isArray(value)) return value.map(tokens);
      if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, tokens(v)]));
      return value;
    };
    const full = Object.assign({ animation: false, aria: { enabled: true }, color: [palette.accent, palette.a, palette.info, palette.warn, palette.mute] }, tokens(option));
    full.textStyle = Object.assign(text, full.textStyle);
    full.xAxis = each(full.xAxis); full.yAxis = each(full.yAxis);
    full.grid = Object.assign({ left: 16, right: 16, top: 16, bottom: 8, containLabel: true }, full.grid);
    if (full.legend) full.legend = Object.assign({ textStyle: { color: palette.soft } }, full.legend);
    // HTML tooltips write style attributes, which the content policy forbids.
    full.tooltip = Object.assign({ trigger: "axis", confine: true }, full.tooltip, { renderMode: "richText" });
    return full;
  }

  function palette() {
    return {
      ink: css("ink"), soft: css("soft"), line: css("line"), accent: css("accent"), a: css("a"), b: css("b"), c: css("c"), d: css("d"),
      ok: css("ok"), info: css("info"), warn: css("warn"), bad: css("bad"), mute: css("mute"), surface: css("surface"),
    };
  }

  function draw(root) {
    if (!window.echarts) return;
    const colours = palette();
    (root || document).querySelectorAll("[data-chart]").forEach((box) => {
      const source = document.getElementById(box.dataset.chart);
      if (!source) return;
      const old = window.echarts.getInstanceByDom(box);
      if (old) old.dispose();
      const chart = window.echarts.init(box, null, { renderer: "canvas" });
      chart.setOption(decorate(JSON.parse(source.textContent), colours));
      chart.on("click", (event) => { if (event.data && event.data.url) window.location.assign(event.data.url); });
    });
  }

  // Labels are measured with the fonts of the page, so these come first.
  document.addEventListener("DOMContentLoaded", () => document.fonts.ready.then(() => draw()));
  document.addEventListener("htmx:load", (event) => draw(event.target));
  window.addEventListener("resize", () => {
    document.querySelectorAll("[data-chart]").forEach((box) => {
      const chart = window.echarts && window.echarts.getInstanceByDom(box);
      if (chart) chart.resize();
    });
  });
})();
