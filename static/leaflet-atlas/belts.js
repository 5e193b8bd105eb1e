/* Belts: a smooth stroke, numbered anchors, marked members; and links that we added. */
(function (L) {
  "use strict";

  const { el } = L.atlas;

  L.atlas.kinds.belt = L.atlas.Layer.extend({
    draw(spec) {
      const { atlas } = this;
      this.belt = atlas.data.belts.find((row) => `belt-${row.id}` === spec.id);
      if (!this.belt || !atlas.inEdition(this.belt.e)) {
        this._mark(false);
        this.belt = null;
        return;
      }
      const line = this.belt.line.map((at) => L.latLng(at));
      const choose = (event) => {
        L.DomEvent.stopPropagation(event);
        atlas.select("belt", this.belt.id);
      };
      this.addLayer(L.polyline(line, { className: "atlas-casing", weight: 11, interactive: false }));
      this.addLayer(
        L.polyline(line, { className: "atlas-stroke", weight: 7, color: this.belt.colour })
          .bindTooltip(() => el("div", {}, el("strong", {}, atlas.text(this.belt)),
            el("p", {}, this.belt.e[1])), { sticky: true, className: "atlas-tooltip", opacity: 1 })
          .on("click", choose),
      );
      this.belt.members.forEach((member, index) => this._anchor(member, index + 1, choose));
      const anchors = this.belt.members.map((member) => L.latLng(member.at));
      atlas.labels.avoid(this.id, thin(line), anchors);
      this._mark(Boolean(this._map));
    },
    _anchor(member, number, choose) {
      const { atlas, belt } = this;
      const icon = new Badge(number, belt.colour);
      const title = `${atlas.text(belt)} ${number} · ${atlas.text(member)}`;
      this.addLayer(L.marker(member.at, { icon, title, alt: title, keyboard: false })
        .on("click", choose));
    },
    onAdd(map) {
      L.atlas.Layer.prototype.onAdd.call(this, map);
      this._mark(true);
    },
    onRemove(map) {
      L.atlas.Layer.prototype.onRemove.call(this, map);
      this._mark(false);
    },
    _mark(marked) {
      if (!this.belt || !this.atlas.ground) return;
      this.atlas.ground.mark(this.belt.members.map((row) => row.d), marked ? this.belt.colour : "");
    },
  });

  L.atlas.kinds.link = L.atlas.Layer.extend({
    draw(spec) {
      const { atlas } = this;
      const link = atlas.data.links.find((row) => `link-${row.id}` === spec.id);
      if (!link || !atlas.inEdition(link.e)) return;
      const line = link.line.map((at) => L.latLng(at));
      this.addLayer(L.polyline(line, { className: "atlas-link", weight: 3 })
        .bindTooltip(() => el("div", {}, atlas.text(link)),
          { sticky: true, className: "atlas-tooltip", opacity: 1 }));
      atlas.labels.avoid(this.id, thin(line));
      atlas.labels.add({
        owner: this.id,
        at: L.latLng((line[0].lat + line[1].lat) / 2, (line[0].lng + line[1].lng) / 2),
        node: el("div.atlas-aside", {}, atlas.text(link)),
        // What no document states has to say so, wherever there is room for it.
        priority: 1,
        beside: 6,
        isCentred: true,
      });
    },
  });

  /** Every second position is dense enough to keep labels off a line. */
  function thin(line) {
    return line.length > 4 ? line.filter((_, index) => index % 2 === 0) : line;
  }

  const Badge = L.Icon.extend({
    initialize(number, colour) {
      L.setOptions(this, { iconSize: [16, 16], iconAnchor: [8, 8] });
      this.number = number;
      this.colour = colour;
    },
    createIcon() {
      const node = el("div.atlas-badge.leaflet-marker-icon", {}, String(this.number));
      node.style.setProperty("--hue", this.colour);
      node.style.margin = "-8px 0 0 -8px";
      return node;
    },
    createShadow() {
      return null;
    },
  });
})(window.L);
