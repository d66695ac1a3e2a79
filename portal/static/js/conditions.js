// Questions that depend on an answer: data-show-if='{"field": "kind", "in": ["a", "b"]}'. The server decides again.

function answers(form, name) {
  const found = [];
  for (const control of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
    if (control.type === "radio" || control.type === "checkbox") {
      if (control.checked) found.push(control.value);
    } else if (control.value !== "") {
      found.push(control.value);
    }
  }
  return found;
}

function apply(form, places) {
  for (const [place, condition] of places) {
    const asked = form.querySelector(`[name="${CSS.escape(condition.field)}"]`);
    if (!asked) continue;
    const wanted = condition.in.map(String);
    const holds = !asked.closest("[data-show-if][hidden]") && answers(form, condition.field).some((value) => wanted.includes(value));
    place.hidden = !holds;
    for (const control of place.querySelectorAll("input, select, textarea")) control.disabled = !holds;
  }
}

export function watchConditions() {
  for (const form of document.forms) {
    const places = [...form.querySelectorAll("[data-show-if]")].map((place) => [place, JSON.parse(place.dataset.showIf)]);
    if (places.length === 0) continue;
    apply(form, places);
    form.addEventListener("input", () => apply(form, places));
    form.addEventListener("change", () => apply(form, places));
  }
}
