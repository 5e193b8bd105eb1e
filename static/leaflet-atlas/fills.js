/* Fills: stripes of an industry's colour and texture for each industry of a district. */
(function (L) {
  "use strict";

  const { svg } = L.atlas;
  const ANGLE = 45;
  const SIZE = 10; // px: width of a band, side of a motif's tile
  let swatches = 0;

  /** Append one band (colour and texture, as `layers/patterns.py` composes it). */
  function band(parent, industry, motif, x, size) {
    const square = { x, width: size, height: size };
    parent.append(
      svg("rect", { ...square, class: "atlas-ground" }),
      svg("rect", { ...square, fill: industry.colour, "fill-opacity": 0.5 }),
    );
    if (!motif || !motif.d) return;
    const path = svg("path", {
      d: motif.d,
      transform: `translate(${x} 0) scale(${size / motif.size})`,
      fill: motif.fill ? industry.tone : "none",
      opacity: 0.55,
    });
    if (motif.stroke) {
      path.setAttribute("stroke", industry.tone);
      path.setAttribute("stroke-width", motif.stroke);
    }
    parent.append(path);
  }

  /** The patterns of one map, made when first asked for, in one hidden SVG of the page. */
  class Fills {
    constructor(atlas) {
      this.atlas = atlas;
      this.made = new Map();
      this.prefix = `${atlas.map.getContainer().id}-fill`;
      this.defs = svg("defs");
      const holder = svg("svg", { width: 0, height: 0, "aria-hidden": "true" });
      holder.classList.add("atlas-defs");
      holder.append(this.defs);
      atlas.map.getContainer().append(holder);
    }

    /** `url(#…)` for these industries (indices), or for the 文件未列 hatch when there is none. */
    url(indices) {
      const key = indices.length ? indices.join("-") : "none";
      if (!this.made.has(key)) this.made.set(key, this._make(key, indices));
      return `url(#${this.made.get(key)})`;
    }

    _make(key, indices) {
      const id = `${this.prefix}-${key}`;
      const size = SIZE;
      const pattern = svg("pattern", {
        id,
        patternUnits: "userSpaceOnUse",
        width: size * Math.max(1, indices.length),
        height: size,
        patternTransform: `rotate(${ANGLE})`,
      });
      if (indices.length) {
        indices.forEach((index, place) => {
          const industry = this.atlas.data.industries[index];
          band(pattern, industry, this.atlas.data.patterns[industry.pattern], place * size, size);
        });
      } else {
        const motif = this.atlas.data.patterns["not-listed"];
        pattern.setAttribute("width", motif.size);
        pattern.setAttribute("height", motif.size);
        // Against the direction of the stripes: missing is not one more industry.
        pattern.setAttribute("patternTransform", `rotate(${-ANGLE})`);
        hatch(pattern, motif);
      }
      this.defs.append(pattern);
      return id;
    }
  }

  function hatch(parent, { d, size }) {
    parent.append(
      svg("rect", { width: size, height: size, class: "atlas-ground" }),
      svg("path", { d, class: "atlas-hatch" }),
    );
  }

  /** A small square of a fill for legends: of an industry, or of the hatch. */
  function swatch(atlas, industry) {
    const node = svg("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" });
    node.classList.add("atlas-swatch");
    const id = `atlas-swatch-${(swatches += 1)}`;
    const size = industry ? SIZE : atlas.data.patterns["not-listed"].size;
    const turn = industry ? `translate(8 8) rotate(${ANGLE}) translate(-5 -5)` : `rotate(${-ANGLE})`;
    const pattern = svg("pattern", {
      id, patternUnits: "userSpaceOnUse", width: size, height: size, patternTransform: turn,
    });
    if (industry) band(pattern, industry, atlas.data.patterns[industry.pattern], 0, size);
    else hatch(pattern, atlas.data.patterns["not-listed"]);
    node.append(pattern, svg("rect", { width: 16, height: 16, fill: `url(#${id})` }));
    return node;
  }

  L.atlas.Fills = Fills;
  L.atlas.swatch = swatch;
})(window.L);
