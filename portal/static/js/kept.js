// What is typed in a form with a long text is kept while it is written, and offered when its writer comes back.
// Drafts save themselves (autosave.js). The server forgets what was sent and taken; passwords are never kept.

const PAUSE = 2000;
const page = location.pathname + location.search;

const token = () => document.querySelector("input[name=csrf_token]")?.value ?? "";
const addressOf = (form) => new URL(form.getAttribute("action") || location.pathname, location.href).pathname;

async function post(address, body) {
  const answer = await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": token(), "X-Requested-With": "fetch" } });
  await answer.text();
  return answer;
}

function bodyOf(form) {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  body.set("kept-page", page);
  body.set("kept-form", addressOf(form));
  return body;
}

// The form says, when it is sent, where its text was kept.
function mark(form) {
  if (form.querySelector("input[name=kept-page]")) return;
  const place = document.createElement("input");
  Object.assign(place, { type: "hidden", name: "kept-page", value: page });
  form.append(place);
}

function keepWhileWritten(form) {
  let timer = null;
  let saving = Promise.resolve();
  const save = async () => {
    if (form.dataset.sent) return;
    mark(form);
    const answer = await post("/kept", bodyOf(form)).catch(() => null);
    if (answer?.status === 401) document.dispatchEvent(new Event("session-ended"));
    if (answer?.ok) document.dispatchEvent(new Event("session-prolonged"));
  };
  form.addEventListener("input", (event) => {
    if (!event.target.matches("textarea, input")) return;
    clearTimeout(timer);
    timer = setTimeout(() => { saving = saving.then(save); }, PAUSE);
  });
  form.addEventListener("submit", () => { clearTimeout(timer); mark(form); });
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

function button(words, kind, act) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: `krds-btn small ${kind}`, textContent: words });
  made.addEventListener("click", act);
  return made;
}

function notice(form, kept) {
  const words = document.body.dataset;
  const made = document.createElement("div");
  made.className = "notice notice--info kept";
  made.setAttribute("role", "status");
  const text = document.createElement("p");
  text.textContent = `${words.textKept} (${kept.at})`;
  const forget = () => {
    post("/kept/forget", new URLSearchParams({ "kept-page": page, "kept-form": kept.form })).catch(() => null);
    made.remove();
  };
  const body = document.createElement("div");
  body.className = "notice__body";
  body.append(
    text,
    button(words.textPutBack, "secondary", () => { fill(form, kept.fields); made.remove(); }),
    button(words.textThrowAway, "tertiary", forget),
  );
  made.append(body);
  form.before(made);
}

async function offer(forms) {
  const answer = await fetch(`/kept?kept-page=${encodeURIComponent(page)}`, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
  if (!answer?.ok) return;
  for (const kept of (await answer.json()).forms) {
    const form = forms.find((one) => addressOf(one) === kept.form);
    if (form) notice(form, kept);
  }
}

export function watchKept() {
  if (!document.body.dataset.sessionWho) return;
  const forms = [...document.querySelectorAll("main form")].filter(
    (form) => form.method === "post" && !form.dataset.autosave && form.querySelector("textarea") && !form.querySelector("input[type=password]"),
  );
  if (!forms.length) return;
  forms.forEach(keepWhileWritten);
  if (!document.querySelector("main .error-summary")) offer(forms);
}
