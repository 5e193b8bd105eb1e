/* Sharing and printing. */
import { $, el, lang, t } from "./dom.js";

export function wireTools(atlas, viewpoint) {
  const seen = new Map();
  let opened = [];
  $("share").addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    // Few share: the panel is loaded for those who do. Where it does not arrive, the page may.
    import("./share.js").then((module) => module.openShare($("share")))
      .catch(() => location.assign($("share").href));
  });
  wireDrop($("read"));
  $("print").addEventListener("click", () => window.print());
  window.addEventListener("beforeprint", () => {
    caption();
    // Paper cannot be clicked: what is folded on the screen is printed open, if it was chosen.
    opened = [...document.querySelectorAll("#legend details, #sheet details")]
      .filter((node) => !node.open);
    for (const node of opened) node.open = true;
    $("details").classList.toggle("is-unprinted", !atlas.selection);
    atlas.quietly(() => relay(true));
  });
  window.addEventListener("afterprint", () => {
    for (const node of opened) node.open = false;
    atlas.quietly(() => relay(false));
  });

  /** Write the date, the edition, what is selected, the address and the documents in use. */
  function caption() {
    const date = new Date().toLocaleDateString(lang === "zh" ? "zh-CN" : "en-GB");
    const title = atlas.selection && $("sheet").querySelector("h2");
    const parts = [title && title.textContent, `${t("printed")} ${date}`, "WGS-84",
      atlas.edition && `${t("edition")} ${atlas.edition}`];
    $("print-note").textContent = parts.filter(Boolean).join(" · ");
    $("print-sources").replaceChildren(
      ...documents(atlas).map((row) => el("li", {}, atlas.text(row))),
      el("li", {}, location.href));
  }

  /** Lay the maps out for paper (or the screen again), each showing what it showed. */
  function relay(forPaper) {
    const bounds = atlas.maps.map((map) => map.getBounds());
    document.documentElement.classList.toggle("is-printing", forPaper);
    atlas.maps.forEach((map, index) => {
      map.invalidateSize({ animate: false });
      if (forPaper) seen.set(map, [map.getCenter(), map.getZoom()]);
      if (forPaper && viewpoint.isMoved) map.fitBounds(bounds[index], { animate: false });
      else if (!forPaper && seen.has(map)) map.setView(...seen.get(map), { animate: false });
    });
    if (forPaper && !viewpoint.isMoved) atlas.home();
    // Now: paper does not wait for the next frame.
    for (const map of atlas.maps) map.atlas.labels.place();
  }
}

/** A menu that works without scripts, too; with them it closes like one. */
function wireDrop(box) {
  const close = () => { box.open = false; };
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !box.open) return;
    event.stopPropagation();
    close();
    box.querySelector("summary").focus();
  });
  box.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !box.contains(event.relatedTarget)) close();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!box.contains(event.target)) close();
  });
}

/** The policy documents that the edition being read takes its statements from. */
function documents(atlas) {
  const { data } = atlas;
  const rows = [data.districts.flatMap((row) => row.spec), data.structures, data.belts, data.sites,
    data.scenarios, data.targets, data.measures].flat();
  const used = new Set(rows.filter((row) => atlas.inEdition(row.e)).map((row) => row.e[0]));
  return data.sources.filter((row, index) => row.edition && used.has(index));
}
