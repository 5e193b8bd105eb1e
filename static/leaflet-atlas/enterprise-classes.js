/* Values from a registry: where they come from, into which class they fall, how they are written. */
(function (L) {
  "use strict";

  const { svg } = L.atlas;
  const TILE = 8; // px: side of a texture's tile

  /** Textures of districts: the more lines, the higher the class (`cross` and `rings` lie below). */
  const TEXTURES = {
    none: "",
    dots: "M2 2h1M6 6h1",
    thin: "M0 8L8 0",
    lines: "M0 4L4 0M0 8L8 0M4 8L8 4",
    grid: "M0 8L8 0M0 0L8 8",
    dense: "M0 4L4 0M0 8L8 0M4 8L8 4M0 4L4 8M0 0L8 8M4 0L8 4",
    rows: "M0 2H8M0 6H8",
    row: "M0 4H8",
  };

  const answers = new Map();

  /** A block of data: what is here already, or what its address answers (asked for once). */
  function block(found) {
    if (!found || !found.url) return Promise.resolve(found || null);
    if (!answers.has(found.url)) {
      const answer = fetch(found.url, { headers: { Accept: "application/json" } }).then((reply) => {
        if (!reply.ok) throw new Error(`${reply.status} ${found.url}`);
        return reply.json();
      });
      answer.catch(() => answers.delete(found.url));
      answers.set(found.url, answer);
      if (answers.size > 120) answers.delete(answers.keys().next().value);
    }
    return answers.get(found.url);
  }

  /** The block that a layer draws, null where there is none (yet). */
  function of({ atlas, spec }) {
    const blocks = (atlas.data && atlas.data.blocks) || {};
    return (spec && blocks[(spec.blocks || [])[0]]) || null;
  }

  /** The class of a value: the last whose lower bound it reaches, null below all and for nothing. */
  function classOf(classes, value) {
    if (value === null || value === undefined) return null;
    let found = null;
    for (const row of classes) if (value >= row.from) found = row;
    return found;
  }

  /** A number as the page's language writes it, with no more digits than it is worth. */
  function number(atlas, value) {
    if (value === null || value === undefined) return "—";
    const size = Math.abs(value);
    if (size > 0 && size < 0.1) return value.toPrecision(2);
    const digits = Number.isInteger(value) || size >= 100 ? 0 : size >= 10 ? 1 : 2;
    return value.toLocaleString(atlas.lang === "zh" ? "zh-CN" : "en", {
      minimumFractionDigits: Number.isInteger(value) ? 0 : digits, maximumFractionDigits: digits,
    });
  }

  const UNITS = { zh: [[1e8, "亿"], [1e4, "万"]], en: [[1e9, "bn"], [1e6, "M"], [1e3, "k"]] };

  /** A number short enough to stand on a map: 1.2万, 12k. */
  function short(atlas, value) {
    const found = UNITS[atlas.lang === "zh" ? "zh" : "en"].find(([size]) => Math.abs(value) >= Math.max(size, 1e4));
    if (!found) return number(atlas, value);
    const scaled = value / found[0];
    return `${scaled.toFixed(scaled < 10 ? 1 : 0)}${found[1]}`;
  }

  /** `url(#…)` of a class's fill: its colour with its texture, made when first asked for. */
  function fill(atlas, { colour, texture = "none", ink = "#22262b" }) {
    const { fills } = atlas.ground;
    const key = `class-${colour.slice(1)}-${texture}`;
    if (!fills.made.has(key)) {
      const id = `${fills.prefix}-${key}`;
      const pattern = svg("pattern", { id, patternUnits: "userSpaceOnUse", width: TILE, height: TILE });
      pattern.append(
        svg("rect", { width: TILE, height: TILE, fill: colour }),
        svg("path", { d: TEXTURES[texture] || "", class: "atlas-texture", stroke: ink }),
      );
      fills.defs.append(pattern);
      fills.made.set(key, id);
    }
    return `url(#${fills.made.get(key)})`;
  }

  /** A layer of one block, fetched when it is first shown: layers say which one (`wanted(own)`) and draw it (`take(data)`). */
  const BlockLayer = L.atlas.Layer.extend({
    draw(spec) {
      this.spec = spec;
      this._load();
    },
    onAdd(map) {
      L.atlas.Layer.prototype.onAdd.call(this, map);
      this._load();
    },
    refresh() {
      this.found = null;
      L.atlas.Layer.prototype.refresh.call(this);
    },
    _load() {
      const own = of(this);
      const wanted = own && this.wanted(own);
      if (!wanted || !this._map || this.found === wanted) return;
      this.found = wanted;
      block(wanted).then((data) => {
        if (this.found === wanted) this.take(data);
      }, (error) => {
        this.found = null;
        this.atlas.map.fire("atlas:registry-error", { error, id: this.id });
      });
    },
  });

  L.atlas.registry = { block, of, classOf, number, short, fill, BlockLayer, TEXTURES };
})(window.L);
