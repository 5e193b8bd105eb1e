/* Hexagons by number of enterprises, in the size that suits the zoom; hot and cold spots. */
(function (L) {
  "use strict";

  const { registry } = L.atlas;
  const MOST_TILES = 80;

  const unpacked = new WeakMap();

  /** Cells of a block, unpacked once, with their classes as groups. */
  function unpack(packed) {
    if (!unpacked.has(packed)) {
      const cells = new registry.Cells(packed);
      const groups = packed.classes.map((row) => ({ ...row, ink: row.ink || "#22262b", members: [] }));
      for (let cell = 0; cell < cells.count; cell += 1) {
        const place = packed.kind ? packed.kind[cell] : place_of(packed.classes, cells.values[cell]);
        if (place >= 0) groups[place].members.push(cell);
      }
      unpacked.set(packed, { cells, groups });
    }
    return unpacked.get(packed);
  }

  function place_of(classes, value) {
    let found = -1;
    classes.forEach((row, place) => { if (value >= row.from) found = place; });
    return found;
  }

  /** What both layers share: a canvas, data that may still be on its way, and reading. */
  const OnCanvas = L.atlas.Layer.extend({
    draw(spec) {
      this.spec = spec;
      if (!this.canvas) this.canvas = new registry.Canvas();
      this.addLayer(this.canvas);
      this.load();
    },
    onAdd(map) {
      L.atlas.Layer.prototype.onAdd.call(this, map);
      map.on("moveend", this.load, this);
      this.atlas.ready.then(() => {
        if (this._map) registry.reader(this.atlas).add(this.id, (at) => this.read(at));
      }, () => {});
      this.load();
    },
    onRemove(map) {
      map.off("moveend", this.load, this);
      L.atlas.Layer.prototype.onRemove.call(this, map);
      if (this.atlas.ground) registry.reader(this.atlas).drop(this.id);
    },
    /** Fetch what the view needs, and show it if it is still wanted when it arrives. */
    load() {
      if (!this._map || !this.atlas.data || !this.canvas) return;
      const wanted = this.wanted();
      const key = JSON.stringify(wanted);
      if (key === this.key) return;
      this.key = key;
      Promise.all(wanted.map((row) => registry.block(row))).then((blocks) => {
        if (key !== this.key) return;
        this.sets = blocks.filter((packed) => packed && packed.lat).map((packed) => this.dress(packed));
        this.canvas.show(this.sets);
        this.atlas.map.fire("atlas:cells", { id: this.id, block: blocks.find(Boolean) || null });
      }, (error) => {
        if (key !== this.key) return;
        this.key = null;
        this.atlas.map.fire("atlas:registry-error", { error, id: this.id });
      });
    },
    refresh() {
      this.key = null;
      L.atlas.Layer.prototype.refresh.call(this);
    },
    own() {
      return registry.of(this);
    },
    read(latlng) {
      const { crs } = this.atlas.map.options;
      for (const { cells } of this.sets || []) {
        const cell = cells.on(crs).at(crs.latLngToPoint(latlng, 0));
        if (cell < 0) continue;
        const at = cells.centre(cell);
        return { key: `${this.id} ${at}`, at, corners: cells.corners(cell), ...this.tell(cells, cell) };
      }
      return null;
    },
    /** Its number, its size and the district that its middle lies in. */
    told(cells, cell) {
      const { atlas } = this;
      const zh = atlas.lang === "zh";
      const [count, km2] = [cells.packed.count[cell], cells.packed.km2];
      const write = (value) => registry.number(atlas, value);
      const adcode = atlas.ground.districtAt(cells.centre(cell));
      const isWeighed = cells.packed.by === "weight";
      const dense = write(cells.values[cell] / km2);
      const lines = [zh ? `每平方公里约 ${dense}${isWeighed ? "" : " 家"}（六边形约 ${write(km2)} 平方公里）`
        : `about ${dense} per km² (hexagon of about ${write(km2)} km²)`];
      const counted = zh ? `${write(count)} 家企业` : `${write(count)} ${count === 1 ? "enterprise" : "enterprises"}`;
      const sum = cells.packed.weight && write(cells.packed.weight[cell]);
      if (isWeighed) lines.push(counted);
      else if (cells.packed.weight) lines.push(zh ? `权重合计 ${sum}` : `weights add up to ${sum}`);
      if (adcode) lines.push(atlas.text(atlas.district.get(adcode)));
      return { title: isWeighed ? `${atlas.text(cells.packed.words)} ${sum}` : counted, lines };
    },
  });

  /** The block: `{levels: {resolution: packed or {url}}, tiles: {url, side} or null}`. */
  L.atlas.kinds["enterprise-hexagons"] = OnCanvas.extend({
    /** The resolution for the zoom, or the one that the reader chose (`atlas.cellSize`). */
    resolution() {
      const own = this.own();
      const zoom = this.atlas.map.getZoom();
      const best = this.atlas.cellSize || (zoom < 8.5 ? 6 : zoom < 10.25 ? 7 : zoom < 12.75 ? 8 : 9);
      const levels = Object.keys(own.levels).map(Number).concat(own.tiles && this.tiles().length ? [9] : []);
      return levels.sort((a, b) => Math.abs(a - best) - Math.abs(b - best) || a - b)[0];
    },
    wanted() {
      const own = this.own();
      if (!own) return [];
      const resolution = this.resolution();
      return resolution === 9 && !own.levels[9] ? this.tiles() : [own.levels[resolution]];
    },
    /** The tiles of the finest hexagons that the view needs; none where it would need too many. */
    tiles() {
      const { url, side } = this.own().tiles;
      const bounds = this.atlas.map.getBounds().pad(0.1);
      const [west, south, east, north] = ["getWest", "getSouth", "getEast", "getNorth"].map((name) => Math.floor(bounds[name]() / side));
      const found = [];
      if ((east - west + 1) * (north - south + 1) > MOST_TILES) return found;
      for (let x = west; x <= east; x += 1) {
        for (let y = south; y <= north; y += 1) found.push({ url: url.replace("TILE", `${x}_${y}`) });
      }
      return found;
    },
    dress(packed) {
      return { ...unpack(packed), label: (cell) => registry.short(this.atlas, unpack(packed).cells.values[cell]) };
    },
    tell(cells, cell) {
      return this.told(cells, cell);
    },
  });

  /** The block: packed cells with `kind` (their class) and `z` (times 100). */
  L.atlas.kinds["enterprise-hot-spots"] = OnCanvas.extend({
    wanted() {
      return this.own() ? [this.own()] : [];
    },
    dress(packed) {
      return { ...unpack(packed), sign: triangle };
    },
    tell(cells, cell) {
      const { atlas } = this;
      const shown = cells.packed.classes[cells.packed.kind[cell]];
      const told = this.told(cells, cell);
      const z = (cells.packed.z[cell] / 100).toFixed(2);
      return {
        title: shown ? atlas.text(shown.name) : atlas.lang === "zh" ? "无显著聚集" : "not significant",
        lines: [`Gi* z = ${z}`, told.title, ...told.lines.slice(1)],
      };
    },
  });

  /** ▲ where many meet, ▽ where few do: hot and cold without their colours. */
  function triangle(context, [x, y], mark, width, ink) {
    const half = Math.min(width * 0.24, 9);
    const up = mark === "hot" ? -1 : 1;
    context.beginPath();
    context.moveTo(x, y + up * half);
    context.lineTo(x - half, y - up * half * 0.7);
    context.lineTo(x + half, y - up * half * 0.7);
    context.closePath();
    if (mark === "hot") {
      context.fillStyle = ink;
      context.fill();
    } else {
      context.strokeStyle = ink;
      context.lineWidth = 1.2;
      context.stroke();
    }
  }

  registry.unpack = unpack;
})(window.L);
