/* The story: each step sets what the map shows; scrolling, keys and buttons lead through it. */
import { $, L, settings } from "./dom.js";

const steps = [...document.querySelectorAll(".step")];
const links = [...document.querySelectorAll(".progress a")];
const past = [...document.querySelectorAll(".bar-of-steps i")];
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
const narrow = window.matchMedia("(max-width: 820px)");
const SETTLED_MS = 1200; // after which a scroll of ours has ended even where no event says so

/** One map of the scene: shows what a step says. */
class Scene {
  constructor(atlas) {
    this.atlas = atlas;
    this.map = atlas.map;
    this.box = this.map.getContainer().closest("[data-map]");
    // The page scrolls by wheel and finger; who wants to explore opens the atlas.
    this.map.scrollWheelZoom.disable();
    if (L.Browser.mobile) this.map.dragging.disable();
    this.map.on("resize", () => this.look(false));
    L.atlas.popups(this.map);
  }

  show(view, isMoving) {
    const { atlas, map } = this;
    const isNew = !this.view;
    this.view = view;
    map.closePopup();
    for (const place of view.places) this.addPlaces(place);
    const on = new Set([...view.on, ...view.places.map((place) => place.id)]);
    for (const [id, layer] of Object.entries(atlas.layers)) {
      if (map.hasLayer(layer) !== on.has(id)) map[on.has(id) ? "addLayer" : "removeLayer"](layer);
      if (/^belt-/.test(id)) layer.setOpacity(view.faint.includes(id) ? 0.3 : 1);
    }
    atlas.outline(null, null);
    atlas.ground.highlight(view.districts);
    this.look(isMoving && !isNew);
  }

  /** A layer of exactly the places that a step tells of. */
  addPlaces({ id, symbol, members }) {
    const { atlas, map } = this;
    if (atlas.spec.has(id)) return;
    atlas.spec.set(id, { id, kind: "sites", symbol, members });
    L.atlas.layer(map, "sites", id);
  }

  look(isMoving) {
    if (!this.view) return;
    const padding = narrow.matches ? [18, 18] : [46, 46];
    const below = [padding[0], narrow.matches ? 56 : 92]; // the buttons lie there
    const options = { paddingTopLeft: padding, paddingBottomRight: below, maxZoom: 14 };
    if (isMoving) this.map.flyToBounds(this.view.box, { ...options, duration: 0.9 });
    // `reset`: a zoom under way would have it ignored.
    else this.map.fitBounds(this.view.box, { ...options, animate: false, reset: true });
  }
}

class Story {
  constructor(scenes) {
    this.scenes = scenes; // by the id of the map's container
    this.number = -1;
    this.isOurs = 0; // the end (ms) of a scroll of ours, during which the observer is not asked
    this.watch();
    narrow.addEventListener("change", () => this.watch());
  }

  /** Tell a step: the map, the marks of progress, the address. */
  tell(number) {
    if (number === this.number) return;
    const isFirst = this.number < 0;
    this.number = number;
    const view = settings.steps[number];
    for (const [id, scene] of this.scenes) scene.box.classList.toggle("is-shown", id === view.map);
    this.scenes.get(view.map).show(view, !isFirst && !calm.matches);
    steps.forEach((step, index) => step.classList.toggle("is-told", index === number));
    past.forEach((mark, index) => mark.classList.toggle("is-past", index <= number));
    links.forEach((link, index) => {
      if (index === number) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    });
    $("at").textContent = `${number + 1} / ${steps.length}`;
    $("previous").disabled = number === 0;
    $("next").disabled = number === steps.length - 1;
    if (!isFirst || named() >= 0) history.replaceState(null, "", `#${steps[number].id}`);
  }

  /** Lead to a step; `focus` says whether the reader's keys act there from now on. */
  go(number, { focus = true, isQuick = false } = {}) {
    const step = steps[number];
    if (!step) return;
    const isMoving = !isQuick && !calm.matches;
    this.isOurs = performance.now() + (isMoving ? SETTLED_MS : 100);
    step.scrollIntoView({ behavior: isMoving ? "smooth" : "instant", block: "start" });
    if (focus) step.focus({ preventScroll: true });
    else $("told").textContent = step.querySelector("h2").textContent;
    this.tell(number);
  }

  /** Follow the scrolling: the step that crosses a line in the reader's view is told. */
  watch() {
    if (this.observer) this.observer.disconnect();
    const line = narrow.matches ? 68 : 40; // percent of the height; on a phone below the map
    this.observer = new IntersectionObserver(() => {
      if (performance.now() < this.isOurs) return;
      // What the observer reports may be frames old: it only says when to look.
      const y = (window.innerHeight * (line + 0.5)) / 100;
      const number = steps.findIndex((step) => holds(step, y));
      if (number >= 0) this.tell(number);
    }, { rootMargin: `-${line}% 0px -${99 - line}% 0px` });
    for (const step of steps) this.observer.observe(step);
  }
}

/** Whether a step crosses a height of the window. */
function holds(step, y) {
  const { top, bottom } = step.getBoundingClientRect();
  return top <= y && y < bottom;
}

/** The step that the address names, -1 if none. */
const named = () => steps.findIndex((step) => `#${step.id}` === location.hash);

/** Whether keys mean something else where the focus is. */
const isBusy = (node) => node.closest("input, select, textarea, .leaflet-container, dialog, .bar");

function wire(story) {
  const turn = (by, options) => story.go(story.number + by, options);
  $("previous").addEventListener("click", () => turn(-1, { focus: false }));
  $("next").addEventListener("click", () => turn(1, { focus: false }));
  window.addEventListener("scrollend", () => { story.isOurs = 0; });
  window.addEventListener("hashchange", () => story.go(named()));
  for (const [index, link] of links.entries()) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      history.pushState(null, "", link.hash);
      story.go(index);
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (isBusy(event.target)) return;
    const by = { ArrowRight: 1, ArrowLeft: -1, PageDown: 1, PageUp: -1 }[event.key];
    if (!by || !steps[story.number + by]) return;
    // A step longer than the screen is first read to its end.
    if (event.key === "PageDown" && isBelow(steps[story.number])) return;
    if (event.key === "PageUp" && isAbove(steps[story.number])) return;
    event.preventDefault();
    turn(by, { focus: !event.target.closest(".pager") });
  });
}

/** Where the text of a step ends, without the room that is kept below it. */
const isBelow = (step) => step.lastElementChild.getBoundingClientRect().bottom > window.innerHeight;
const isAbove = (step) => step.getBoundingClientRect().top < -40;

/** Go to the step of the address, and again when fonts have moved it, unless the reader moved on. */
function restore(story) {
  const number = named();
  if (number < 0) {
    story.tell(0);
    return;
  }
  history.scrollRestoration = "manual";
  let isAlone = true;
  for (const type of ["wheel", "touchstart", "keydown", "pointerdown"]) {
    window.addEventListener(type, () => { isAlone = false; }, { once: true, passive: true });
  }
  const go = () => isAlone && story.go(number, { focus: false, isQuick: true });
  go();
  window.addEventListener("load", go);
  document.fonts.ready.then(go);
}

function still() {
  document.documentElement.classList.add("is-still");
}

const found = [...document.querySelectorAll("[data-map]")].map((node) => [
  node.dataset.map, window[node.dataset.map]]);
if (found.every(([, map]) => map && map.atlas)) {
  Promise.all(found.map(async ([id, map]) => [id, new Scene(await map.atlas.ready)])).then((rows) => {
    $("loading").hidden = true;
    const story = new Story(new Map(rows));
    wire(story);
    restore(story);
    document.documentElement.dataset.ready = "true";
  }).catch((error) => {
    console.warn("story:", error);
    still();
  });
} else still();
window.addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll(".step details")) fold.open = true;
});
