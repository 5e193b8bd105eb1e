/* The status bar: datum, basemap, review number or sketch note, cursor, scale. */
import { $, copy, el, hint, L, lang, settings, t } from "./dom.js";

/** Metres per CSS pixel → "1 : 250 000" at 96 px per inch, rounded to two digits. */
function scaleText(map) {
  const size = map.getSize();
  const y = size.y / 2;
  const metres = map.distance(map.containerPointToLatLng([0, y]), map.containerPointToLatLng([100, y]));
  const exact = metres / (100 * 0.0254 / 96);
  const step = 10 ** (Math.floor(Math.log10(exact)) - 1);
  const rounded = Math.round(exact / step) * step;
  return `1 : ${rounded.toLocaleString("en").replace(/,/g, " ")}`;
}

function shown(latlng, datum) {
  const [lon, lat] = datum === "GCJ-02"
    ? L.atlas.datum.toGcj02(latlng.lng, latlng.lat) : [latlng.lng, latlng.lat];
  return `${lon.toFixed(5)}, ${lat.toFixed(5)}`;
}

export function wireStatus(atlas, changed) {
  const [map] = atlas.maps;
  const datum = $("datum");
  const cursor = $("cursor");
  let last = map.getCenter();
  const write = () => { cursor.textContent = shown(last, datum.value); };

  atlas.on("mousemove", (event) => { last = event.latlng; write(); });
  atlas.on("zoomend moveend", () => { $("scale").textContent = `${t("scale")} ${scaleText(map)}`; });
  datum.addEventListener("change", () => { write(); changed(false); });
  const take = async () => {
    const text = `${shown(last, datum.value)} (${datum.value})`;
    hint(await copy(text) ? `${t("copied")}: ${text}` : `${t("copyFailed")} ${text}`);
  };
  cursor.addEventListener("click", take);
  // The pointer cannot be on the map and on the button: C copies what it points at.
  for (const each of atlas.maps) {
    each.getContainer().addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() === "c" && !event.ctrlKey && !event.metaKey) take();
    });
  }
  write();
  $("scale").textContent = `${t("scale")} ${scaleText(map)}`;
  const setDatum = (value) => {
    datum.value = value === "GCJ-02" ? value : "WGS-84";
    write();
  };
  return { basemap: wireBasemap(atlas, changed), setDatum };
}

function wireBasemap(atlas, changed) {
  const box = $("basemap");
  const label = lang === "zh" ? "底图" : "Basemap";
  if (!settings.basemaps.length) {
    box.textContent = `${label}: ${t("noBasemap")}`;
    return { get: () => "", set: () => {} };
  }
  const name = (row) => row.name[lang === "zh" ? 0 : 1];
  const credit = el("span", {});
  const choice = el("select", { "aria-label": label, onchange: () => { set(choice.value); changed(true); } },
    el("option", { value: "" }, t("noBasemap")),
    settings.basemaps.map((row) => el("option", { value: row.id }, name(row))));
  box.replaceChildren(`${label}: `, choice, credit);
  const review = $("review").textContent;

  function set(id) {
    const row = settings.basemaps.find((item) => item.id === id) || null;
    choice.value = row ? row.id : "";
    if ((atlas.basemapId || "") === choice.value) return;
    atlas.basemapId = choice.value;
    for (const map of atlas.maps) L.atlas.setBasemap(map, row);
    credit.textContent = row ? ` ${row.datum} · ${row.attribution}` : "";
    $("review").textContent = (row && row.review) || review;
  }
  atlas.on("atlas:basemap-error", () => hint(t("basemapFailed")));
  return { get: () => choice.value, set };
}
