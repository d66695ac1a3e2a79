// A file may also be dropped on its box; what was chosen is named.

function watch(box) {
  const input = box.querySelector("input[type=file]");
  const words = document.createElement("p");
  words.className = "dropzone__text";
  words.setAttribute("aria-live", "polite");
  words.textContent = box.dataset.textDrop;
  box.append(words);

  const name = () => {
    const names = [...input.files].map((file) => file.name);
    words.textContent = names.length ? `${box.dataset.textChosen}: ${names.join(", ")}` : box.dataset.textDrop;
  };
  input.addEventListener("change", name);
  for (const event of ["dragenter", "dragover"]) {
    box.addEventListener(event, (dragged) => {
      dragged.preventDefault();
      box.classList.add("dropzone--over");
    });
  }
  for (const event of ["dragleave", "drop"]) box.addEventListener(event, () => box.classList.remove("dropzone--over"));
  box.addEventListener("drop", (dropped) => {
    dropped.preventDefault();
    const given = new DataTransfer();
    for (const file of input.multiple ? dropped.dataTransfer.files : [...dropped.dataTransfer.files].slice(0, 1)) given.items.add(file);
    input.files = given.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

export function watchUploads() {
  document.querySelectorAll("[data-dropzone]").forEach(watch);
}
