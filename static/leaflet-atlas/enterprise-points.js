/* Single enterprises where there are few: in groups that open as one comes closer. */
(function (L) {
  "use strict";

  const { el, registry } = L.atlas;
  const PANE = "enterprise-points";

  const Face = L.Icon.extend({
    initialize(node, size) {
      L.setOptions(this, { iconSize: null });
      this.node = node;
      this.size = size;
    },
    createIcon(old) {
      const node = old || this.node;
      node.classList.add("leaflet-marker-icon");
      node.style.width = node.style.height = `${this.size}px`;
      node.style.margin = `${-this.size / 2}px 0 0 ${-this.size / 2}px`;
      return node;
    },
    createShadow() {
      return null;
    },
  });

  /** The block: `{rows: [[lat, lon, name, industry (index, -1 for none), year (0 for none)], …]}`. */
  L.atlas.kinds["enterprise-points"] = registry.BlockLayer.extend({
    wanted: (own) => own,
    onAdd(map) {
      const pane = map.getPane(PANE) || map.createPane(PANE);
      pane.style.zIndex = 650; // above the names of districts, below tooltips
      registry.BlockLayer.prototype.onAdd.call(this, map);
      map.on("zoomend moveend", this._named, this);
    },
    onRemove(map) {
      map.off("zoomend moveend", this._named, this);
      registry.BlockLayer.prototype.onRemove.call(this, map);
    },
    take({ rows }) {
      this.clearLayers();
      const group = L.markerClusterGroup({
        showCoverageOnHover: false,
        animate: !matchMedia("(prefers-reduced-motion: reduce)").matches,
        maxClusterRadius: 56,
        clusterPane: PANE,
        iconCreateFunction: (found) => this._face(found.getChildCount()),
      });
      group.addLayers(rows.map((row) => this._point(row)));
      group.on("layeradd clustermouseover animationend spiderfied", () => this._name());
      group.on("animationend", () => this._clear());
      this.addLayer(group);
      this._named();
    },
    _named() {
      requestAnimationFrame(() => {
        this._name();
        this._clear();
      });
    },
    /** Names of districts make way for the groups, whose numbers are to be read. */
    _clear() {
      const { labels, map } = this.atlas;
      const view = map.getBounds();
      const at = [];
      map.eachLayer((layer) => layer instanceof L.MarkerCluster && view.contains(layer.getLatLng()) && at.push(layer.getLatLng()));
      labels.avoid(this.id, [], at, 17);
      labels.later();
    },
    _face(count) {
      const size = count < 10 ? 28 : count < 100 ? 34 : count < 1000 ? 42 : 50;
      return new Face(el("div.atlas-group", {}, registry.short(this.atlas, count)), size);
    },
    /** Groups come and go with the zoom: each says what it is to those who do not see it. */
    _name() {
      const zh = this.atlas.lang === "zh";
      for (const node of this.atlas.map.getPane(PANE).querySelectorAll(".atlas-group")) {
        const count = node.textContent;
        node.setAttribute("role", "button");
        node.setAttribute("aria-label", zh ? `${count} 家企业，按回车放大` : `${count} enterprises, Enter to come closer`);
      }
    },
    _point([lat, lon, name, industry, year]) {
      const { atlas } = this;
      const zh = atlas.lang === "zh";
      const known = atlas.data.industries[industry];
      const text = name || (zh ? "未具名" : "no name");
      const marker = L.marker([lat, lon], { icon: new Face(el("div.atlas-one"), 12), alt: text, keyboard: true, pane: PANE });
      const lines = [known ? atlas.text(known) : zh ? "产业未归类" : "industry not mapped"];
      if (year) lines.push(String(year));
      marker.bindTooltip(() => el("div", {}, el("strong", {}, text), ...lines.map((line) => el("p", {}, line))),
        { className: "atlas-tooltip", opacity: 1, direction: "top", offset: [0, -6] });
      marker.on("add", () => {
        const node = marker.getElement();
        node.setAttribute("role", "button");
        node.setAttribute("aria-label", [text, ...lines].join(zh ? "，" : ", "));
        node.addEventListener("focus", () => marker.openTooltip());
        node.addEventListener("blur", () => marker.closeTooltip());
      });
      return marker;
    },
  });
})(window.L);
