/* Reading what lies on the canvas: by pointer, by a tap, and by keyboard at the middle of the map. */
(function (L) {
  "use strict";

  const { el } = L.atlas;

  /** One per map. Layers add `(latlng) => ({ at, corners, title, lines } or null)` while they are shown. */
  class Reader {
    constructor(atlas) {
      this.atlas = atlas;
      this.map = atlas.map;
      this.sources = new Map();
      this.box = this.map.getContainer();
      this.tip = L.tooltip({ className: "atlas-tooltip for-cell", opacity: 1, direction: "top", offset: [0, -6] });
      this.spoken = el("div.atlas-spoken", { role: "status" });
      this.box.append(this.spoken);
      atlas.ground.reader = (at) => Boolean(this.find(at));
      this.map.on("mousemove", ({ latlng }) => this._later(latlng));
      this.map.on("mouseout", () => this._later(null));
      this.map.on("preclick", ({ latlng }) => this._show(this.find(latlng)));
      this.map.on("zoomstart", () => this._show(null));
      this.map.on("moveend", () => this._middle());
      this.box.addEventListener("keydown", (event) => {
        if (event.target !== this.box) return;
        this.isByKey = true;
        if (event.key === "Enter") this._middle();
      });
      this.box.addEventListener("pointerdown", () => { this.isByKey = false; });
    }

    add(id, read) {
      this.sources.set(id, read);
      this._mark();
    }

    drop(id) {
      this.sources.delete(id);
      this._mark();
      this._show(null);
    }

    find(latlng) {
      for (const read of [...this.sources.values()].reverse()) {
        const found = read(latlng);
        if (found) return found;
      }
      return null;
    }

    _mark() {
      this.box.classList.toggle("is-reading", this.sources.size > 0);
    }

    _later(latlng) {
      this.next = latlng;
      if (this.frame || !this.sources.size) return;
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        this._show(this.next && this.find(this.next));
      });
    }

    /** With the arrow keys the map moves under the cross in its middle: that is what is read. */
    _middle() {
      if (!this.isByKey || !this.sources.size || document.activeElement !== this.box) return;
      const found = this.find(this.map.getCenter());
      this._show(found);
      const zh = this.atlas.lang === "zh";
      this.spoken.textContent = found ? [found.title, ...found.lines].join(zh ? "，" : ", ")
        : zh ? "此处没有企业" : "no enterprises here";
    }

    _show(found) {
      this.box.classList.toggle("has-cell", Boolean(found));
      const key = found ? found.key : null;
      if (key === this.shown) return;
      this.shown = key;
      if (this.edge) this.edge.remove();
      this.edge = null;
      if (!found) {
        this.tip.remove();
        return;
      }
      this.edge = L.polygon(found.corners, { className: "atlas-cell", interactive: false, renderer: this.atlas.ground.renderer }).addTo(this.map);
      this.tip.setLatLng(found.at)
        .setContent(el("div", {}, el("strong", {}, found.title), ...found.lines.map((line) => el("p", {}, line))))
        .addTo(this.map);
    }
  }

  const readers = new WeakMap();

  L.atlas.registry.reader = function (atlas) {
    if (!readers.has(atlas)) readers.set(atlas, new Reader(atlas));
    return readers.get(atlas);
  };
})(window.L);
