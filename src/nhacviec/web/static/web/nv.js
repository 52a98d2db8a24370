// What makes pages quicker to use. Every page works without it.
(function () {
  "use strict";
  const stored = "nv-keys-off";
  const read = () => { try { return localStorage.getItem(stored) === "1"; } catch { return false; } };
  const write = (off) => { try { localStorage.setItem(stored, off ? "1" : "0"); } catch { /* private window */ } };

  function focusMessage() {
    const summary = document.querySelector(".errsum[data-focus]") || document.querySelector("[data-focus]");
    if (summary) summary.focus();
  }

  function closeMenus(except) {
    document.querySelectorAll("details.nv-me[open], details.nv-more[open], details.menu[open]").forEach((one) => {
      if (!except || !one.contains(except)) one.open = false;
    });
  }

  // Rows of the first list of the page: J and K walk, Enter opens, X marks.
  const rows = () => Array.from(document.querySelectorAll("[data-rows] tr, [data-rows] > li, main table.t tbody tr:not(.grp)"))
    .filter((row) => row.offsetParent !== null && row.querySelector("a, input"));
  function move(step) {
    const all = rows();
    if (!all.length) return;
    const at = all.findIndex((row) => row.classList.contains("nv-at"));
    const next = all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + step))];
    if (at >= 0) all[at].classList.remove("nv-at");
    next.classList.add("nv-at");
    next.scrollIntoView({ block: "nearest" });
    const link = next.querySelector("th a, .tt a, a");
    (link || next.querySelector("input")).focus({ preventScroll: true });
  }
  const mark = () => {
    const box = document.querySelector(".nv-at input[type=checkbox]");
    if (box) box.click();
  };

  function help() {
    const dialog = document.getElementById("nv-help");
    if (dialog && !dialog.open) dialog.showModal();
  }

  const typing = (target) => target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable], dialog");
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeMenus();
    if (event.ctrlKey || event.metaKey || event.altKey || read() || typing(event.target)) return;
    const search = document.getElementById("tim");
    const keys = { "/": () => search && search.focus(), j: () => move(1), k: () => move(-1), x: mark, "?": help };
    const todo = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!todo || document.body.classList.contains("chieu")) return;
    if (event.key === "x" && !document.querySelector(".nv-at")) return;
    event.preventDefault();
    todo();
  });
  document.addEventListener("click", (event) => closeMenus(event.target));

  // Charts: <script type="application/json" data-chart="id-of-the-box">; the table beside them says the same.
  function drawCharts() {
    if (!window.echarts) return;
    document.querySelectorAll("script[data-chart]").forEach((source) => {
      const box = document.getElementById(source.dataset.chart);
      if (!box) return;
      const chart = window.echarts.init(box, null, { renderer: "svg" });
      const options = JSON.parse(source.textContent);
      options.animation = false;
      options.aria = Object.assign({ enabled: true }, options.aria);
      options.textStyle = { fontFamily: '"NV So","Be Vietnam Pro",sans-serif', color: "#17212b" };
      chart.setOption(options);
      window.addEventListener("resize", () => chart.resize());
      const table = document.querySelector(`details[data-table-of="${source.dataset.chart}"]`);
      if (table) table.open = false;
    });
  }

  document.querySelectorAll("[data-keys]").forEach((box) => {
    box.checked = !read();
    box.addEventListener("change", () => write(!box.checked));
  });
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
  // A table wider than its box scrolls in it: the keyboard must reach that too.
  function focusWideTables() {
    document.querySelectorAll(".tw:not([tabindex])").forEach((box) => {
      if (box.scrollWidth <= box.clientWidth) return;
      const caption = box.querySelector("caption");
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      if (caption) box.setAttribute("aria-label", caption.textContent.trim());
    });
  }

  drawCharts();
  focusMessage();
  focusWideTables();
})();
