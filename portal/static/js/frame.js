// The frame: focus on an error summary, the menu, the copy buttons, words for screen readers.

export function announce(words) {
  const place = document.getElementById("announcer");
  if (place) place.textContent = words;
}

export function text(name) {
  return document.body.dataset["text" + name[0].toUpperCase() + name.slice(1)] ?? "";
}

// An open group of the menu covers the page: it closes with Escape, and when the reader goes elsewhere.
function watchMenu() {
  const open = () => document.querySelector(".menu-group[open]");
  document.addEventListener("keydown", (event) => {
    const group = event.key === "Escape" && open();
    if (!group) return;
    const inside = group.contains(document.activeElement);
    group.open = false;
    if (inside) group.querySelector("summary").focus();
  });
  for (const kind of ["click", "focusin"]) {
    document.addEventListener(kind, (event) => {
      const group = open();
      if (group && !group.contains(event.target)) group.open = false;
    });
  }
}

export function frame() {
  document.querySelector("[data-focus]")?.focus();
  watchMenu();
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
