// The frame: focus on an error summary, the copy buttons, words for screen readers.

export function announce(words) {
  const place = document.getElementById("announcer");
  if (place) place.textContent = words;
}

export function text(name) {
  return document.body.dataset["text" + name[0].toUpperCase() + name.slice(1)] ?? "";
}

export function frame() {
  document.querySelector("[data-focus]")?.focus();
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      announce(text("copied"));
      const words = button.firstChild;
      const before = words.textContent;
      words.textContent = text("copied");
      setTimeout(() => { words.textContent = before; }, 2000);
    });
  }
}
