// The session: its end is told before it comes, asked about when it may have come, and undone in place: the page and
// what was typed on it stay as they are while the person signs in again.
import { text } from "./frame.js";

const BEFORE = 10; // minutes before the end
const SURE = 20_000; // for so long nobody asks again whether the session lasts
const SEEN = "portal-session-seen";
const SIGN_IN = `/sign-in?next=/session&lang=${document.documentElement.lang}`; // in the language of the page
const minutes = Number(document.body.dataset.sessionMinutes);
const who = document.body.dataset.sessionWho;

let timers = [];
let warning = null;
let dialog = null;
let asked = Date.now();

const seen = () => Number(localStorage.getItem(SEEN)) || asked;

function part(kind, className, words) {
  const made = document.createElement(kind);
  made.className = className;
  if (words) made.textContent = words;
  return made;
}

// The session was prolonged by this page or another one: the time is counted anew.
function prolonged() {
  asked = Date.now();
  localStorage.setItem(SEEN, String(asked));
  count();
}

function count() {
  timers.forEach(clearTimeout);
  warning?.remove();
  const left = seen() + minutes * 60_000 - Date.now();
  timers = [setTimeout(ask, left + 1000)];
  if (minutes > BEFORE) timers.push(setTimeout(warn, left - BEFORE * 60_000));
}

function warn() {
  warning = part("div", "notice notice--warning session-warning");
  warning.setAttribute("role", "alert");
  const icon = part("span", "notice__icon");
  icon.setAttribute("aria-hidden", "true");
  const stay = part("button", "krds-btn small secondary", text("stay"));
  stay.type = "button";
  stay.addEventListener("click", async () => {
    const token = document.querySelector("input[name=csrf_token]")?.value ?? "";
    const answer = await fetch("/session", { method: "POST", headers: { "X-CSRFToken": token, "X-Requested-With": "fetch" } });
    const said = answer.ok ? await answer.json() : { who: "" };
    if (said.who === who) prolonged();
    else ask();
  });
  const words = part("div", "notice__body");
  words.append(part("p", "", text("expiring")), stay);
  warning.append(icon, words);
  document.body.append(warning);
}

// Whether the session of whoever this page was made for lasts; if not, the sign-in opens over the page.
async function ask() {
  let said;
  try {
    said = await (await fetch("/session", { headers: { "X-Requested-With": "fetch" } })).json();
  } catch {
    return true; // no connection: what is sent will tell
  }
  asked = Date.now();
  if (said.who === who) {
    resumed(said);
    return true;
  }
  await open(said);
  return false;
}

function resumed(said) {
  for (const token of document.querySelectorAll("input[name=csrf_token]")) token.value = said.csrf_token;
  if (!dialog) return;
  dialog.close();
  dialog.remove();
  dialog = null;
  prolonged();
  document.dispatchEvent(new Event("session-resumed"));
}

async function open(said) {
  if (dialog) return;
  warning?.remove();
  dialog = part("dialog", "session-dialog");
  dialog.setAttribute("aria-labelledby", "session-dialog-title");
  const title = part("h2", "session-dialog__title", text("ended"));
  title.id = "session-dialog-title";
  const place = part("div", "session-dialog__place");
  const close = part("button", "krds-btn small tertiary", text("later"));
  close.type = "button";
  close.addEventListener("click", () => { dialog.close(); dialog.remove(); dialog = null; });
  dialog.append(title, place, close);
  document.body.append(dialog);
  dialog.showModal();
  if (said.who) stranger(place, said);
  else await show(place, await fetch(SIGN_IN));
}

// Somebody else is signed in in this browser: nothing of this page is sent in their name.
function stranger(place, said) {
  const leave = part("button", "krds-btn medium primary", text("again"));
  leave.type = "button";
  leave.addEventListener("click", async () => {
    await fetch("/sign-out", { method: "POST", headers: { "X-CSRFToken": said.csrf_token } });
    await show(place, await fetch(SIGN_IN));
  });
  place.replaceChildren(part("p", "", text("other")), leave);
}

// The portal's own pages of the sign-in, inside the dialog; the last of them leads to /session.
async function show(place, answer) {
  if (new URL(answer.url).pathname === "/session" && answer.ok) {
    const said = await answer.json();
    if (said.who === who) resumed(said);
    else stranger(place, said);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const main = page.querySelector("main");
  for (const aside of main.querySelectorAll(".page-head, .panel, script")) aside.remove();
  for (const one of main.querySelectorAll("[id]")) one.id = `session-${one.id}`;
  for (const name of ["for", "aria-describedby", "aria-labelledby", "aria-errormessage"]) {
    for (const one of main.querySelectorAll(`[${name}]`)) {
      one.setAttribute(name, one.getAttribute(name).split(" ").map((id) => `session-${id}`).join(" "));
    }
  }
  for (const link of main.querySelectorAll("a")) {
    const target = link.getAttribute("href") ?? "";
    if (target.startsWith("#")) link.setAttribute("href", `#session-${target.slice(1)}`);
    else link.target = "_blank";
  }
  place.replaceChildren(...main.children);
  for (const form of place.querySelectorAll("form")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      event.stopPropagation();
      await show(place, await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) }));
    });
  }
  place.querySelector("input:not([type=hidden])")?.focus();
}

export function watchSession() {
  if (!minutes || !who) return;
  prolonged();
  window.addEventListener("storage", (event) => { if (event.key === SEEN) count(); });
  document.addEventListener("session-prolonged", prolonged);
  document.addEventListener("session-ended", ask);
  const back = () => { if (document.visibilityState === "visible" && (dialog || Date.now() - asked > SURE)) ask(); };
  document.addEventListener("visibilitychange", back);
  window.addEventListener("focus", back);
  // before a form is sent from a page that has stood open
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.method !== "post" || form.closest("dialog") || Date.now() - asked <= SURE) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (await ask()) form.requestSubmit(event.submitter);
  }, true);
}
