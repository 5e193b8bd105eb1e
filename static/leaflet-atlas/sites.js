/* Named places: a sign where the position is known, an area where it is known only roughly. */
(function (L) {
  "use strict";

  const { el, svg } = L.atlas;

  /** From this precision on (metres) a place is drawn as an area of that radius, not as a pin. */
  const AREA_FROM_M = 1000;

  const SIGNS = {
    cluster: "M8 1l2.1 4.6 5 .5-3.8 3.3 1.1 4.9L8 11.8l-4.4 2.5 1.1-4.9L.9 6.1l5-.5z",
    park: "M8 1.5L14.5 8 8 14.5 1.5 8z",
    "new-city": "M8 2a6 6 0 100 12A6 6 0 008 2zm0 3a3 3 0 110 6 3 3 0 010-6z",
    area: "M2 2h12v12H2zm4 4v4h4V6z",
    scenario: "M8 2l6.5 11.5h-13z",
    institution: "M6 1.5h4V6h4.5v4H10v4.5H6V10H1.5V6H6z",
  };

  function sign(name, size) {
    const node = svg("svg", { viewBox: "0 0 16 16", width: size, height: size, "aria-hidden": "true" });
    node.classList.add("atlas-sign", `is-${name}`);
    node.append(svg("path", { d: SIGNS[name] || SIGNS.area, "fill-rule": "evenodd" }));
    return node;
  }

  const Sign = L.Icon.extend({
    initialize(name) {
      L.setOptions(this, { iconSize: [18, 18], iconAnchor: [9, 9] });
      this.name = name;
    },
    createIcon() {
      const node = el("div.atlas-pin.leaflet-marker-icon", {}, sign(this.name, 18));
      node.style.margin = "-9px 0 0 -9px";
      return node;
    },
    createShadow() {
      return null;
    },
  });

  /** "±400 m", "±3.5 km". */
  function precision(metres) {
    return metres < 1000 ? `±${metres} m` : `±${metres / 1000} km`;
  }

  L.atlas.kinds.sites = L.atlas.Layer.extend({
    draw(spec) {
      for (const id of spec.members) {
        const site = this.atlas.site.get(id);
        if (site && this.atlas.inEdition(site.e)) this._place(site, spec);
      }
    },
    _place(site, spec) {
      const { atlas } = this;
      const isArea = site.r >= AREA_FROM_M;
      const choose = () => atlas.select("site", site.id);
      const ring = L.circle(site.at, {
        radius: site.r,
        className: isArea ? "atlas-area" : "atlas-ring",
        interactive: isArea,
      });
      this.addLayer(ring);
      if (isArea) {
        ring.on("click", (event) => {
          L.DomEvent.stopPropagation(event);
          choose();
        });
        ring.bindTooltip(() => tooltip(atlas, site), tooltipOptions);
      } else {
        const marker = L.marker(site.at, {
          icon: new Sign(spec.symbol), alt: atlas.text(site), title: "", keyboard: true,
        });
        marker.on("click", choose);
        marker.bindTooltip(() => tooltip(atlas, site), tooltipOptions);
        marker.on("add", () => {
          const node = marker.getElement();
          node.setAttribute("aria-label", atlas.text(site));
          L.DomEvent.on(node, "keydown", (event) => {
            if (event.key !== "Enter" && event.key !== " ") return;
            L.DomEvent.stop(event);
            choose();
          });
        });
        this.addLayer(marker);
      }
      this._label(site, spec, isArea, choose);
    },
    /** A sign says where a place is: the name may stand beside its area, the sign may not. */
    _keepInside(node, at, radius, { x0, x1, y0 }) {
      const { map } = this.atlas;
      const sign = map.layerPointToLatLng([(x0 + x1) / 2, y0 + 8]);
      node.firstChild.style.visibility = map.distance(at, sign) > radius ? "hidden" : "";
    },
    _label(site, spec, isArea, choose) {
      // An area has no sign that could take the focus, so its name does.
      const node = el("button.atlas-place", { type: "button", tabindex: isArea ? null : "-1" },
        isArea ? sign(spec.symbol, 11) : null, el("span", {}, this.atlas.text(site)));
      node.classList.toggle("is-area", isArea);
      L.DomEvent.on(node, "click", (event) => {
        L.DomEvent.stop(event);
        choose();
      });
      const at = L.latLng(site.at);
      this.atlas.labels.add({
        owner: this.id,
        at,
        node,
        settled: (box) => isArea && this._keepInside(node, at, site.r, box),
        priority: spec.symbol === "cluster" ? 200 : 50 - site.r / 1e5,
        beside: 9,
        isCentred: isArea,
      });
    },
  });

  const tooltipOptions = { sticky: true, className: "atlas-tooltip", opacity: 1 };

  function tooltip(atlas, site) {
    return el("div", {},
      el("strong", {}, atlas.text(site)),
      el("p", {}, `${atlas.lang === "zh" ? "位置" : "Position"} ${precision(site.r)}`));
  }

  L.atlas.sign = sign;
  L.atlas.precision = precision;
  L.atlas.AREA_FROM_M = AREA_FROM_M;
})(window.L);
