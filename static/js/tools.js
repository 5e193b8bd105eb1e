/* Sharing and printing. */
import { $, copy, hint, lang, t } from "./dom.js";

export function wireTools(atlas) {
  $("share").addEventListener("click", async () => {
    hint(await copy(location.href) ? t("linkCopied") : `${t("copyFailed")} ${location.href}`);
  });
  $("print").addEventListener("click", () => window.print());
  window.addEventListener("beforeprint", () => {
    const date = new Date().toLocaleDateString(lang === "zh" ? "zh-CN" : "en-GB");
    $("print-note").textContent =
      `${t("printed")} ${date} · WGS-84${atlas.edition ? ` · ${t("edition")} ${atlas.edition}` : ""}`;
    const legend = $("legend").querySelector("details");
    if (legend) legend.open = true;
    for (const map of atlas.maps) map.invalidateSize({ animate: false });
  });
}
