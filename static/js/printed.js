/* The date on a printed page: that of the printing, which no server can know beforehand. */
const line = document.getElementById("printed");

function date() {
  const today = new Date();
  const text = [today.getFullYear(), today.getMonth() + 1, today.getDate()]
    .map((part) => String(part).padStart(2, "0")).join("-");
  line.textContent = ` · ${line.dataset.label} ${text}`;
}

if (line) {
  date();
  addEventListener("beforeprint", date);
}
