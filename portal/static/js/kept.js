// What is typed in a form with a long text is kept while it is written, and offered when its writer comes back.
// Drafts save themselves (autosave.js); passwords are never kept (the server leaves them out, too).

const PAUSE = 2000;
const page = location.pathname + location.search;

const token = () => document.querySelector("input[name=csrf_token]")?.value ?? "";

function post(address, body) {
  return fetch(address, { method: "POST", body, headers: { "X-CSRFToken": token(), "X-Requested-With": "fetch" }, keepalive: true });
}

function bodyOf(form) {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  body.set("kept-page", page);
  body.set("kept-action", form.getAttribute("action") ?? "");
  return body;
}

function forget() {
  return post("/kept/forget", new URLSearchParams({ "kept-page": page }));
}

function keepWhileWritten(form) {
  let timer = null;
  form.addEventListener("input", (event) => {
    if (!event.target.matches("textarea, input")) return;
    clearTimeout(timer);
    timer = setTimeout(async () => {
      if (form.dataset.sent) return;
      const answer = await post("/kept", bodyOf(form)).catch(() => null);
      if (answer?.status === 401) document.dispatchEvent(new Event("session-ended"));
      if (!answer?.ok) return;
      sessionStorage.setItem("kept-page", page);
      document.dispatchEvent(new Event("session-prolonged"));
    }, PAUSE);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
}

// A page that follows a form which was kept and sent: had it been refused, the same page with its error would stand here.
function forgetWhatWasSent() {
  const kept = sessionStorage.getItem("kept-page");
  const refused = document.querySelector("main .error-summary, main .notice--danger");
  if (!kept || refused || sessionStorage.getItem("kept-sent") !== kept) return;
  sessionStorage.removeItem("kept-page");
  sessionStorage.removeItem("kept-sent");
  post("/kept/forget", new URLSearchParams({ "kept-page": kept }));
}

function fill(form, fields) {
  const seen = new Map();
  for (const [name, value] of fields) {
    const nth = seen.get(name) ?? 0;
    seen.set(name, nth + 1);
    const controls = [...form.elements].filter((one) => one.name === name && one.type !== "hidden");
    const control = controls[0]?.matches("[type=radio], [type=checkbox]") ? controls.find((one) => one.value === value) : controls[nth];
    if (!control) continue;
    if (control.matches("[type=radio], [type=checkbox]")) control.checked = true;
    else control.value = value;
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

async function offer(forms) {
  const answer = await fetch(`/kept?kept-page=${encodeURIComponent(page)}`, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
  const said = answer?.ok ? await answer.json() : { fields: [] };
  const form = forms.find((one) => (one.getAttribute("action") ?? "") === said.action);
  if (!said.fields.length || !form) return;
  const words = document.body.dataset;
  const notice = document.createElement("div");
  notice.className = "notice notice--info kept";
  notice.setAttribute("role", "status");
  const text = document.createElement("p");
  text.textContent = `${words.textKept} (${said.at})`;
  const back = document.createElement("button");
  Object.assign(back, { type: "button", className: "krds-btn small secondary", textContent: words.textPutBack });
  back.addEventListener("click", () => { fill(form, said.fields); notice.remove(); });
  const away = document.createElement("button");
  Object.assign(away, { type: "button", className: "krds-btn small text", textContent: words.textThrowAway });
  away.addEventListener("click", () => { forget(); notice.remove(); });
  const body = document.createElement("div");
  body.className = "notice__body";
  body.append(text, back, away);
  notice.append(body);
  form.before(notice);
}

export function watchKept() {
  if (!document.body.dataset.sessionWho) return;
  forgetWhatWasSent();
  const forms = [...document.querySelectorAll("main form")].filter(
    (form) => form.method === "post" && !form.dataset.autosave && form.querySelector("textarea") && !form.querySelector("input[type=password]"),
  );
  if (!forms.length) return;
  forms.forEach(keepWhileWritten);
  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented && forms.includes(event.target) && sessionStorage.getItem("kept-page") === page) sessionStorage.setItem("kept-sent", page);
  });
  if (!document.querySelector("main .error-summary")) offer(forms);
}
