/* Measuring distance: click points, read each leg and the total; Enter ends, Esc clears. */
import { $, el, hint, L, t } from "./dom.js";

/** What to do, by what the reader has: a finger has no double-click and no Esc. */
function startHint() {
  return window.matchMedia("(hover: none)").matches ? t("measureTouch") : t("measureHint");
}

/** "850 m", "12.4 km" */
export function distance(metres) {
  if (metres < 1000) return `${Math.round(metres)} m`;
  return `${(metres / 1000).toFixed(metres < 1e5 ? 2 : 0)} km`;
}

const NEAR = 5; // px

export function wireMeasure(maps) {
  const button = $("measure");
  const group = L.layerGroup();
  let [map] = maps;
  let points = [];
  let active = false;

  function draw() {
    group.clearLayers();
    if (points.length > 1) {
      group.addLayer(L.polyline(points, { className: "measure-line", interactive: false }));
    }
    let total = 0;
    points.forEach((point, index) => {
      group.addLayer(L.circleMarker(point, { className: "measure-dot", radius: 3, interactive: false }));
      if (index) total += map.distance(points[index - 1], point);
      const node = el("div.measure-label", {}, index ? distance(total) : "0");
      const Tag = L.Icon.extend({ createIcon: () => node, createShadow: () => null });
      node.style.width = "max-content";
      group.addLayer(L.marker(point, { icon: new Tag(), interactive: false, keyboard: false }));
    });
    if (points.length > 1) hint(`${t("measureTotal")}: ${distance(total)}`, { stays: true });
  }

  /** A line stays on one map; the first point says on which. */
  function add(event) {
    L.DomEvent.stop(event.originalEvent);
    if (!points.length && event.target !== map) {
      map = event.target;
      group.remove().addTo(map);
    }
    if (event.target !== map) return;
    const last = points.length && map.latLngToContainerPoint(points[points.length - 1]);
    // The second click of a double-click ends the line; it is no point of its own.
    if (last && last.distanceTo(event.containerPoint) < NEAR) return;
    points.push(event.latlng);
    draw();
  }

  function key(event) {
    if (!active && event.key !== "Escape") return;
    if (event.key === "Escape") {
      if (active && points.length) {
        points = [];
        draw();
        hint(startHint(), { stays: true });
      } else turn(false);
      event.stopImmediatePropagation();
    }
    if (event.key === "Enter" && document.activeElement !== button) turn(false, true);
    if (event.key === "Backspace" && document.activeElement.tagName !== "INPUT") {
      points.pop();
      draw();
    }
  }

  function listen(each, on) {
    // Districts and places would take the clicks: while measuring, only the map listens.
    for (const pane of ["overlayPane", "markerPane", "atlas-labels"]) {
      each.getPane(pane).classList.toggle("is-idle", on);
    }
    each.getContainer().classList.toggle("is-measuring", on);
    each[on ? "on" : "off"]("click", add);
    each[on ? "on" : "off"]("dblclick", end);
    each.doubleClickZoom[on ? "disable" : "enable"]();
  }

  function turn(on, keep = false) {
    active = on;
    button.setAttribute("aria-pressed", String(on));
    for (const each of maps) listen(each, on);
    // After the end the line stays, and Escape still clears it.
    document[on || keep ? "addEventListener" : "removeEventListener"]("keydown", key, true);
    if (on) {
      group.addTo(map);
      points = [];
      draw();
      hint(startHint(), { stays: true });
    } else if (!keep) {
      group.remove();
      hint("");
    }
  }

  function end() {
    turn(false, true);
  }

  button.addEventListener("click", () => turn(!active));
  return { isActive: () => active };
}
