/* Heat of enterprises: the hexagons' numbers as a smooth picture, to look at and not to read off. */
(function (L) {
  "use strict";

  const { registry } = L.atlas;
  const GRADIENT = { 0.1: "#f6e7c1", 0.35: "#e9b44c", 0.6: "#d2691e", 0.85: "#9c2a1f", 1: "#4d0f14" };
  const RESOLUTION = "8";

  L.atlas.kinds["enterprise-heat"] = registry.BlockLayer.extend({
    wanted: (own) => own.levels[RESOLUTION],
    take(packed) {
      const { cells } = registry.unpack(packed);
      this.clearLayers();
      if (!cells.count) return;
      const counts = Array.from(cells.values).sort((a, b) => a - b);
      // A single tower of ten thousand offices would leave all else cold.
      const most = counts[Math.floor(counts.length * 0.98)] || 1;
      const points = Array.from({ length: cells.count }, (_, cell) => {
        const { lat, lng } = cells.centre(cell);
        return [lat, lng, Math.min(cells.values[cell], most)];
      });
      this.addLayer(L.heatLayer(points, { radius: 18, blur: 16, minOpacity: 0.18, max: most, maxZoom: 11, gradient: GRADIENT }));
      this._dress();
    },
    _dress() {
      L.atlas.Layer.prototype._dress.call(this);
      this.eachLayer((heat) => {
        if (heat._canvas) heat._canvas.style.opacity = this.opacity;
      });
    },
  });
})(window.L);
