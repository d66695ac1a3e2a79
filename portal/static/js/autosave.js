// Saves a draft while it is written: POSTs the form (files left out) to data-autosave.
// Answers: 200 {"version": 4, "saved_at": "14:05"}; 409 when somebody else was first; anything else is tried again.

const PAUSE = 1500;
const AGAIN = 15000;

function bodyOf(form) {
  const body = new FormData(form);
  for (const [name, value] of [...body.entries()]) if (value instanceof File) body.delete(name);
  return body;
}

// the typed text is sent with the form, so that the server can show it beside what the other one wrote
function conflict(form, place) {
  place.dataset.state = "conflict";
  place.textContent = form.dataset.textConflict + " ";
  const look = document.createElement("button");
  Object.assign(look, { type: "submit", name: "go", value: "stay", className: "krds-btn small tertiary" });
  look.textContent = form.dataset.textLook;
  place.append(look);
}

function watch(form) {
  const place = form.querySelector("[data-autosave-status]");
  let timer = null;
  let busy = false;
  let dirty = false;
  let stopped = false;

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };
  const say = (state, words) => {
    place.dataset.state = state;
    place.textContent = words;
  };

  async function save() {
    if (stopped || form.dataset.sent) return;
    if (busy) {
      later(PAUSE);
      return;
    }
    busy = true;
    dirty = false;
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: bodyOf(form),
        headers: { Accept: "application/json", "X-Requested-With": "fetch" },
        redirect: "error",
      });
      const said = await answer.json().catch(() => ({}));
      if (answer.status === 409) {
        stopped = true;
        dirty = true;
        conflict(form, place);
      } else if (answer.status === 401) {
        dirty = true;
        say("failed", form.dataset.textUnsaved);
        document.dispatchEvent(new Event("session-ended"));
      } else if (answer.ok) {
        document.dispatchEvent(new Event("session-prolonged"));
        if (form.elements.version && said.version !== undefined) form.elements.version.value = said.version;
        say("saved", `${form.dataset.textSaved} ${said.saved_at ?? ""}`);
      } else {
        throw new Error(String(answer.status));
      }
    } catch {
      dirty = true;
      say("failed", form.dataset.textUnsaved);
      later(AGAIN);
    } finally {
      busy = false;
    }
  }

  const changed = (event) => {
    if (event.target.type === "file") return;
    dirty = true;
    later(PAUSE);
  };
  document.addEventListener("session-resumed", () => { if (dirty) later(0); });
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", () => { clearTimeout(timer); dirty = false; });
  window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
}

export function watchAutosave() {
  document.querySelectorAll("form[data-autosave]").forEach(watch);
}
