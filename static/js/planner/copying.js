/* Copies what a page shows only once; where the browser refuses, the text stays selected. */

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.focus();
    field.select();
    let isDone = false;
    try {
      await navigator.clipboard.writeText(field.value);
      isDone = true;
    } catch {
      isDone = document.execCommand("copy"); // pages without TLS have no clipboard
    }
    if (isDone) button.textContent = button.dataset.copied;
  });
}
