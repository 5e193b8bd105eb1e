/* A view in a file of its own: the list of layers with their signs, and how the view was saved. */
(function (L) {
  "use strict";

  const { el, svg } = L.atlas;
  const NARROW = 800; // px of map below which the list starts folded
  const MARGIN = 14; // px about a whole city

  const CALM = { fill: "none", "stroke-linecap": "round" };

  /** Lines and areas that are no sign of a place: what to draw in 16 × 16. */
  function drawing(atlas, spec) {
    const belt = atlas.data.belts.find((row) => `belt-${row.id}` === spec.id);
    return {
      stroke: () => [["path", { ...CALM, d: "M4 14C5 9 8 6 12 2", stroke: belt.colour, "stroke-width": 3.4 }]],
      link: () => [["path", { ...CALM, d: "M2 13L14 3", stroke: "#3c4a58", "stroke-width": 2.4,
        "stroke-dasharray": "0.5 4" }]],
      district: () => [["path", { d: "M2 4l6-2 6 3-1 8-7 1-4-4z", fill: "#fbfaf7", stroke: "#6d737b",
        "stroke-width": 1.3 }]],
      heat: () => [["#f3e2c8", 7], ["#e0a878", 4.6], ["#8f2a22", 2.3]].map(([fill, r]) =>
        ["circle", { cx: 8, cy: 8, r, fill }]),
    }[spec.symbol];
  }

  /** The sign of a layer, as on the map and in the legend of the atlas. */
  function symbol(atlas, spec) {
    if (spec.symbol === "swatch") {
      return L.atlas.swatch(atlas, atlas.data.industries.find((row) => `industry-${row.id}` === spec.id));
    }
    const draw = drawing(atlas, spec);
    if (!draw) return L.atlas.sign(spec.symbol, 16);
    const node = svg("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" });
    node.append(...draw().map(([tag, attributes]) => svg(tag, attributes)));
    return node;
  }

  /** Leaflet's own layer control, with signs, under the headings of the groups. */
  const LayerList = L.Control.Layers.extend({
    _update() {
      this._group = null;
      return L.Control.Layers.prototype._update.call(this);
    },
    _addItem(item) {
      const label = L.Control.Layers.prototype._addItem.call(this, item);
      const { atlas, id } = item.layer;
      const spec = atlas.spec.get(id);
      label.firstElementChild.insertBefore(symbol(atlas, spec), label.querySelector("span > span"));
      if (spec.group !== this._group) {
        const [, ...names] = atlas.data.groups.find((row) => row[0] === spec.group);
        label.before(el("p.atlas-group", {}, atlas.text(names)));
        this._group = spec.group;
      }
      return label;
    },
  });

  /** Show whole cities beside the list, where it is open. */
  function fit(map, cities, list) {
    const covered = list.options.collapsed ? 0 : list.getContainer().offsetWidth + MARGIN;
    map.fitBounds(cities.flatMap(({ bounds: [south, west, north, east] }) =>
      [[south, west], [north, east]]),
    { animate: false, paddingTopLeft: [MARGIN, MARGIN], paddingBottomRight: [MARGIN + covered, MARGIN] });
  }

  function show(atlas, view) {
    const { map } = atlas;
    const list = new LayerList(null, null, { collapsed: map.getSize().x < NARROW });
    for (const [id, layer] of Object.entries(atlas.layers)) {
      if (atlas.spec.has(id)) list.addOverlay(layer, id);
    }
    list.addTo(map);
    atlas.setEdition(view.edition);
    for (const { id, group } of atlas.data.layers) {
      if (group in view.opacity) atlas.layers[id].setOpacity(view.opacity[group] / 100);
    }
    if (view.at) map.setView(view.at.slice(0, 2), view.at[2], { animate: false });
    else fit(map, atlas.data.cities, list);
    if (view.selection) atlas.select(...view.selection);
    document.documentElement.dataset.ready = "true";
  }

  /**
   * Show a map as it was saved: `edition` is a year or null, `opacity` maps groups to percent,
   * `at` is [lat, lng, zoom] or null, `selection` is [kind, id] or null.
   */
  L.atlas.open = function (map, view) {
    map.atlas.ready.then((atlas) => show(atlas, view), () => {});
  };
})(window.L);
