/* What of the atlas lies below the candidates: its layers by group, and the basemap if there is one. */
import { el, lang } from "./page.js";

const name = ([zh, en]) => (lang === "zh" ? zh : en);

export function wireLayers(found, L) {
  const { map, atlas, node, settings } = found;
  const box = node.querySelector(".pm-layers");
  const groups = settings.groups
    .map((group) => ({ ...group, ids: group.layers.filter((id) => atlas.layers[id]) }))
    .filter((group) => group.ids.length);
  const isOn = ({ ids }) => ids.some((id) => map.hasLayer(atlas.layers[id]));
  const list = groups.map((group) => {
    const input = el("input", { type: "checkbox" });
    input.checked = isOn(group);
    input.addEventListener("change", () => {
      for (const id of group.ids) map[input.checked ? "addLayer" : "removeLayer"](atlas.layers[id]);
    });
    return el("label", {}, input, " ", name(group.name));
  });
  box.querySelector(".pm-list").append(...list, ...(settings.basemaps.length ? [basemaps()] : []));
  box.hidden = false;

  function basemaps() {
    const credit = node.querySelector(".pm-review");
    const own = credit.textContent;
    const choice = el("select", {}, el("option", { value: "" }, settings.none),
      settings.basemaps.map((row) => el("option", { value: row.id }, name(row.name))));
    choice.addEventListener("change", () => {
      const row = settings.basemaps.find(({ id }) => id === choice.value) || null;
      L.atlas.setBasemap(map, row);
      credit.textContent = row ? `${row.datum} · ${row.attribution} · ${row.review || own}` : own;
    });
    return el("label", {}, `${settings.basemap} `, choice);
  }
}
