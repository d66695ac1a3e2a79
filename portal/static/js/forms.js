// One click, one request: a form is sent once; acts that cannot be taken back ask first; long answers show what is left.
import { announce, text } from "./frame.js";

function once(form) {
  form.addEventListener("submit", (event) => {
    const pressed = event.submitter;
    if (pressed?.dataset.confirm && !window.confirm(pressed.dataset.confirm)) {
      event.preventDefault();
      return;
    }
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    // a disabled button is left out of what is sent, so it is only disabled after the form has been read
    setTimeout(() => {
      for (const button of form.querySelectorAll("button[type=submit]")) button.setAttribute("aria-disabled", "true");
      announce(text("sending"));
    });
    // an answer that is a download leaves the page standing
    setTimeout(() => release(form), 8000);
  });
}

export function release(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("button[aria-disabled]")) button.removeAttribute("aria-disabled");
}

function countLeft(area) {
  const most = Number(area.dataset.count);
  const place = document.createElement("p");
  place.className = "count-left";
  area.after(place);
  const show = () => {
    const now = [...area.value].length;
    place.textContent = `${now.toLocaleString()} / ${most.toLocaleString()} ${area.dataset.textCount ?? ""}`;
    place.classList.toggle("count-left--over", now > most);
  };
  area.addEventListener("input", show);
  show();
}

export function watchForms() {
  const posting = [...document.forms].filter((form) => form.method === "post");
  posting.forEach(once);
  window.addEventListener("pageshow", () => posting.forEach(release));
  document.querySelectorAll("textarea[data-count]").forEach(countLeft);
  for (const all of document.querySelectorAll("[data-check-all]")) {
    all.addEventListener("change", () => {
      for (const box of document.querySelectorAll(`input[type=checkbox][name="${CSS.escape(all.dataset.checkAll)}"]`)) box.checked = all.checked;
    });
  }
}
