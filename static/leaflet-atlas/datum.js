/* WGS-84 <-> GCJ-02 for what the browser shows; the same series as `geo/datum.py`. */
(function (L) {
  "use strict";

  const A = 6378245.0; // Krasovsky 1940, metres
  const E2 = 0.00669342162296594323;

  function isInChina(lon, lat) {
    return lon >= 72.004 && lon <= 137.8347 && lat >= 0.8293 && lat <= 55.8271;
  }

  function shift(lon, lat) {
    const x = lon - 105;
    const y = lat - 35;
    const root = Math.sqrt(Math.abs(x));
    const waves = (v, a, b) =>
      ((20 * Math.sin(v * Math.PI) + 40 * Math.sin((v / 3) * Math.PI)) * 2) / 3 +
      ((a * Math.sin((v / 12) * Math.PI) + b * Math.sin((v / 30) * Math.PI)) * 2) / 3;
    const common = ((20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI)) * 2) / 3;
    const north =
      -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + common + waves(y, 160, 320);
    const east =
      300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + common + waves(x, 150, 300);
    const phi = (lat * Math.PI) / 180;
    const magic = 1 - E2 * Math.sin(phi) ** 2;
    return [
      (east * 180) / ((A / Math.sqrt(magic)) * Math.cos(phi) * Math.PI),
      (north * 180) / (((A * (1 - E2)) / (magic * Math.sqrt(magic))) * Math.PI),
    ];
  }

  function toGcj02(lon, lat) {
    if (!isInChina(lon, lat)) return [lon, lat];
    const [dLon, dLat] = shift(lon, lat);
    return [lon + dLon, lat + dLat];
  }

  function fromGcj02(lon, lat) {
    if (!isInChina(lon, lat)) return [lon, lat];
    let [x, y] = [lon, lat];
    for (let turn = 0; turn < 4; turn += 1) {
      const [gLon, gLat] = toGcj02(x, y);
      x += lon - gLon;
      y += lat - gLat;
    }
    return [x, y];
  }

  /* Overlays stay in WGS-84; on a GCJ-02 basemap this projection shifts everything, once. */
  const Shifted = L.extend({}, L.Projection.SphericalMercator, {
    project(latlng) {
      const [lon, lat] = toGcj02(latlng.lng, latlng.lat);
      return L.Projection.SphericalMercator.project(L.latLng(lat, lon));
    },
    unproject(point) {
      const found = L.Projection.SphericalMercator.unproject(point);
      const [lon, lat] = fromGcj02(found.lng, found.lat);
      return L.latLng(lat, lon);
    },
  });

  L.atlas.datum = { toGcj02, fromGcj02 };
  L.atlas.crs = {
    "WGS-84": L.CRS.EPSG3857,
    "GCJ-02": L.extend({}, L.CRS.EPSG3857, { projection: Shifted }),
  };

  /** Put a basemap under the map (or none), in the datum that it declares. */
  L.atlas.setBasemap = function (map, basemap) {
    if (map.atlas.basemap) map.removeLayer(map.atlas.basemap);
    const [centre, zoom] = [map.getCenter(), map.getZoom()];
    map.options.crs = L.atlas.crs[basemap ? basemap.datum : "WGS-84"];
    map.getContainer().classList.toggle("has-basemap", Boolean(basemap));
    map.atlas.basemap = null;
    if (basemap) {
      const failed = () => map.fire("atlas:basemap-error", { basemap });
      map.atlas.basemap = L.layerGroup(basemap.urls.map((url) => L.tileLayer(url, {
        maxNativeZoom: basemap.max_zoom,
        maxZoom: map.options.maxZoom,
        subdomains: basemap.subdomains || "",
      }).once("tileerror", failed))).addTo(map);
    }
    map._resetView(centre, zoom, true);
    map.fire("atlas:basemap", { basemap });
  };
})(window.L);
