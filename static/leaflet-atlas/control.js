/* What a saved map needs without the page around it: titles in the control, pop-ups. */
(function (L) {
  "use strict";

  const { el } = L.atlas;

  // Leaflet writes layer names as markup. The names given here are ids (slugs); the titles come
  // from the data and are written as text.
  const addItem = L.Control.Layers.prototype._addItem;
  L.Control.Layers.include({
    _addItem(item) {
      const label = addItem.call(this, item);
      const { atlas, id } = item.layer;
      if (atlas && id) {
        const text = label.querySelector("span > span");
        atlas.ready.then(() => {
          const spec = atlas.spec.get(id);
          if (spec) text.textContent = ` ${atlas.text(spec)}`;
        }, () => {});
      }
      return label;
    },
  });

  function evidence(atlas, e) {
    const isAdded = !e[2];
    return el("blockquote.atlas-quote", {}, e[1] || e[atlas.lang === "en" ? 4 : 3] || "",
      el("cite", {}, atlas.text(atlas.data.sources[e[0]]),
        isAdded ? el("span.atlas-added", {}, atlas.lang === "zh" ? " · 编者所加" : " · editorial") : null));
  }

  /** Several rows of a district often rest on the same sentence: it is quoted once. */
  function evidenceOf(atlas, rows) {
    const found = new Map(rows.map(({ e }) => [`${e[0]} ${e[1]}`, e]));
    return [...found.values()].map((e) => evidence(atlas, e));
  }

  function districtPopup(atlas, district) {
    const node = el("div", {}, el("strong", {}, atlas.text(district)));
    const stated = district.spec.filter((row) => atlas.inEdition(row.e));
    for (const row of stated) {
      const industry = atlas.data.industries[row.i];
      node.append(el("p.atlas-line", {}, L.atlas.swatch(atlas, industry), atlas.text(industry)));
    }
    if (stated.length) node.append(...evidenceOf(atlas, stated));
    else node.append(el("p", {}, atlas.lang === "zh" ? "文件未列专长" : "Specialisation not listed in the documents"));
    return [L.latLng(district.at), node];
  }

  function sitePopup(atlas, site) {
    return [L.latLng(site.at), el("div", {}, el("strong", {}, atlas.text(site)),
      el("p", {}, L.atlas.precision(site.r)), evidence(atlas, site.e))];
  }

  function beltPopup(atlas, belt) {
    return [L.latLng(belt.line[Math.floor(belt.line.length / 2)]),
      el("div", {}, el("strong", {}, atlas.text(belt)), evidence(atlas, belt.e))];
  }

  /** Answer selections with a pop-up; the atlas page has its own panel instead. */
  L.atlas.popups = function (map) {
    map.on("atlas:select", ({ kind, id }) => {
      const { atlas } = map;
      const answer = {
        __proto__: null, // the kind may come from an address
        district: () => districtPopup(atlas, atlas.district.get(id)),
        site: () => sitePopup(atlas, atlas.site.get(id)),
        belt: () => beltPopup(atlas, atlas.data.belts.find((row) => row.id === id)),
      }[kind];
      if (!answer) return;
      const [at, node] = answer();
      L.popup({ className: "atlas-popup", maxWidth: 280 }).setLatLng(at).setContent(node).openOn(map);
    });
  };
})(window.L);
