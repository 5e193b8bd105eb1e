/* Sharing and printing. */
import { $, copy, hint, lang, t } from "./dom.js";

export function wireTools(atlas) {
  const seen = new Map();
  $("share").addEventListener("click", async () => {
    hint(await copy(location.href) ? t("linkCopied") : `${t("copyFailed")} ${location.href}`);
  });
  $("print").addEventListener("click", () => window.print());
  window.addEventListener("beforeprint", () => {
    const date = new Date().toLocaleDateString(lang === "zh" ? "zh-CN" : "en-GB");
    $("print-note").textContent =
      `${t("printed")} ${date} · WGS-84${atlas.edition ? ` · ${t("edition")} ${atlas.edition}` : ""}`;
    $("legend").querySelector("details").open = true;
    relay(true);
  });
  window.addEventListener("afterprint", () => relay(false));

  /** Lay the maps out for paper (or the screen again), each showing what it showed. */
  function relay(forPaper) {
    const bounds = atlas.maps.map((map) => map.getBounds());
    document.documentElement.classList.toggle("is-printing", forPaper);
    atlas.maps.forEach((map, index) => {
      map.invalidateSize({ animate: false });
      if (forPaper) seen.set(map, [map.getCenter(), map.getZoom()]);
      if (forPaper) map.fitBounds(bounds[index], { animate: false });
      else if (seen.has(map)) map.setView(...seen.get(map), { animate: false });
      map.atlas.labels.place(); // now: paper does not wait for the next frame
    });
  }
}
