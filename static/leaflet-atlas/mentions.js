/* Heat of mentions: how often the documents write a place's name (no enterprises). */
(function (L) {
  "use strict";

  const GRADIENT = { 0.15: "#f3e2c8", 0.45: "#e0a878", 0.75: "#c9634a", 1: "#8f2a22" };

  L.atlas.kinds.mentions = L.atlas.Layer.extend({
    draw(spec) {
      if (!L.heatLayer) {
        if (this._map) this._load();
        return;
      }
      const sites = spec.members
        .map((id) => this.atlas.site.get(id))
        .filter((site) => site && this.atlas.inEdition(site.e));
      if (!sites.length) return;
      this.addLayer(L.heatLayer(sites.map((site) => [...site.at, site.n]), {
        radius: 34,
        blur: 26,
        minOpacity: 0.25,
        max: Math.max(...sites.map((site) => site.n)),
        gradient: GRADIENT,
      }));
    },
    onAdd(map) {
      L.atlas.Layer.prototype.onAdd.call(this, map);
      if (!L.heatLayer && this.atlas.data) this._load();
    },
    /** Fetch the plugin when somebody wants the heat: few do, and all would wait for it. */
    _load() {
      const link = document.querySelector("link[data-heat]");
      if (!link || this.isAsked) return;
      this.isAsked = true;
      const script = document.createElement("script");
      script.src = link.href;
      script.onload = () => this.refresh();
      script.onerror = () => { this.isAsked = false; };
      document.head.append(script);
    },
    _dress() {
      L.atlas.Layer.prototype._dress.call(this);
      this.eachLayer((heat) => {
        if (heat._canvas) heat._canvas.style.opacity = this.opacity;
      });
    },
  });
})(window.L);
