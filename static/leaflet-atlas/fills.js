/* Fills: stripes of an industry's colour and texture for each industry of a district. */
(function (L) {
  "use strict";

  const { svg } = L.atlas;
  const ANGLE = 45;

  /** Darken `#rrggbb`: the tone of a texture on its own colour. */
  function darker(colour) {
    const parts = [1, 3, 5].map((at) => Math.round(parseInt(colour.slice(at, at + 2), 16) * 0.62));
    return `rgb(${parts.join(",")})`;
  }

  /** Append one band (colour and texture) to a pattern or a swatch. */
  function band(parent, industry, motif, x, size) {
    parent.append(svg("rect", { x, width: size, height: size, class: "atlas-ground" }));
    parent.append(
      svg("rect", { x, width: size, height: size, fill: industry.colour, "fill-opacity": 0.5 }),
    );
    if (!motif || !motif.d) return;
    const tone = darker(industry.colour);
    const path = svg("path", {
      d: motif.d,
      transform: `translate(${x} 0) scale(${size / motif.size})`,
      fill: motif.fill ? tone : "none",
      "fill-opacity": 0.55,
    });
    if (motif.stroke) {
      path.setAttribute("stroke", tone);
      path.setAttribute("stroke-width", motif.stroke);
      path.setAttribute("stroke-opacity", 0.55);
    }
    parent.append(path);
  }

  /** The patterns of one map, made when first asked for, in one hidden SVG of the page. */
  class Fills {
    constructor(atlas) {
      this.atlas = atlas;
      this.made = new Map();
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
      const id = `atlas-fill-${key}`;
      const size = 10;
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
        hatch(pattern, size);
      }
      this.defs.append(pattern);
      return id;
    }
  }

  function hatch(parent, size) {
    parent.append(svg("rect", { width: size, height: size, class: "atlas-ground" }));
    parent.append(svg("path", { d: `M0 0V${size}M${size / 2} 0V${size}`, class: "atlas-hatch" }));
  }

  /** A small square of a fill for legends: of an industry, or of the hatch. */
  function swatch(atlas, industry) {
    const node = svg("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" });
    node.classList.add("atlas-swatch");
    if (industry) band(node, industry, atlas.data.patterns[industry.pattern], 0, 16);
    else {
      const turned = svg("g", { transform: "rotate(45 8 8) translate(-4 -4) scale(2.4)" });
      hatch(turned, 10);
      node.append(turned);
    }
    return node;
  }

  L.atlas.Fills = Fills;
  L.atlas.swatch = swatch;
})(window.L);
