/* Districts by what a registry counts in them: number, density, location quotient, policy. */
(function (L) {
  "use strict";

  const { registry } = L.atlas;

  /**
   * The block of a measure: `{classes: [{from, colour, texture, sign}], rows: {adcode: row}, words}`,
   * a row being `{v: value or null, c: class by number (where it is no matter of value), f: figure, t: [[zh, en], …]}`.
   */
  L.atlas.kinds["enterprise-districts"] = L.atlas.Layer.extend({
    draw(spec) {
      this.spec = spec;
      const { atlas } = this;
      const owner = registry.of(this);
      this.wanted = owner;
      registry.block(owner).then((found) => {
        if (this.wanted !== owner) return; // the filter has changed meanwhile
        this.found = found;
        this._paint();
      }, (error) => atlas.map.fire("atlas:registry-error", { error, id: spec.id }));
    },
    onAdd(map) {
      L.atlas.Layer.prototype.onAdd.call(this, map);
      this._paint();
    },
    onRemove(map) {
      L.atlas.Layer.prototype.onRemove.call(this, map);
      const { ground } = this.atlas;
      if (ground && ground.painters.delete(this.id)) ground.paint();
    },
    setOpacity(opacity) {
      this.atlas.ready.then(() => this.atlas.ground.setOpacity(opacity));
    },
    _paint() {
      const { ground } = this.atlas;
      if (!ground || !this.found || !this._map) return;
      ground.painters.delete(this.id); // the last one switched on counts
      ground.painters.set(this.id, (district) => this._look(district));
      ground.paint();
    },
    _look(district) {
      const { atlas, found } = this;
      const row = found.rows[district.id];
      if (!row) return { state: "unlisted", fill: atlas.ground.fills.url([]), figure: "", told: [atlas.text(found.nothing)] };
      const told = row.t.map((line) => atlas.text(line));
      const shown = row.c === undefined ? registry.classOf(found.classes, row.v) : found.classes[row.c];
      const figure = row.f === undefined ? (row.v === null ? "" : registry.short(atlas, row.v)) : atlas.text(row.f);
      if (shown && shown.texture === "not-listed") return { state: "unlisted", fill: atlas.ground.fills.url([]), figure, told };
      return shown
        ? { state: "counted", fill: registry.fill(atlas, shown), figure, told }
        : { state: "plain", fill: "var(--atlas-paper)", figure, told };
    },
  });
})(window.L);
