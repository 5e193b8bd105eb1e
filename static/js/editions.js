/* Two states of the map: beside each other, or one over the other with a slider between them. */
import { readQuery, writeQuery } from "./query.js";

const form = document.getElementById("slider");

function start() {
  const split = document.getElementById("split");
  const asked = readQuery();
  if (asked.view === "slide") form.elements.view.value = "slide";
  const cut = Number(asked.cut);
  if (asked.cut && cut >= 0 && cut <= 100) form.elements.cut.value = String(Math.round(cut));
  form.hidden = false;

  const show = () => {
    const isSlide = form.elements.view.value === "slide";
    split.classList.toggle("is-slide", isSlide);
    document.getElementById("cut-field").hidden = !isSlide;
    split.style.setProperty("--cut", `${form.elements.cut.value}%`);
  };
  const save = () => {
    const isSlide = form.elements.view.value === "slide";
    writeQuery({ view: isSlide ? "slide" : "", cut: isSlide ? form.elements.cut.value : "" });
  };
  form.addEventListener("input", show);
  form.addEventListener("change", save);
  form.addEventListener("submit", (event) => event.preventDefault());
  show();
  save();
}

if (form) start();
