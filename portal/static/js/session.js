// Ten minutes before the session ends the page says so, so that nobody loses what they have written.
import { text } from "./frame.js";

const BEFORE = 10;

export function watchSession() {
  const minutes = Number(document.body.dataset.sessionMinutes);
  if (!(minutes > BEFORE && minutes < 1440)) return;
  let timer = null;
  let warning = null;
  const start = () => {
    clearTimeout(timer);
    warning?.remove();
    timer = setTimeout(() => {
      warning = document.createElement("div");
      warning.className = "notice notice--warning session-warning";
      warning.setAttribute("role", "alert");
      const icon = document.createElement("span");
      icon.className = "notice__icon";
      icon.setAttribute("aria-hidden", "true");
      const words = document.createElement("p");
      words.textContent = text("expiring");
      warning.append(icon, words);
      document.body.append(warning);
    }, (minutes - BEFORE) * 60_000);
  };
  start();
  // an autosave keeps the session alive, so the count starts anew
  for (const place of document.querySelectorAll("[data-autosave-status]")) {
    new MutationObserver(() => { if (place.dataset.state === "saved") start(); }).observe(place, { attributes: true, childList: true });
  }
}
