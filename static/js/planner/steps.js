/* On a narrow screen the steps of a project lie in one row: the present one is brought into view. */
const here = document.querySelector(".steps [aria-current]");
if (here) {
  const row = here.parentElement;
  const away = here.getBoundingClientRect().left - row.getBoundingClientRect().left;
  row.scrollLeft = away - (row.clientWidth - here.offsetWidth) / 2;
}
