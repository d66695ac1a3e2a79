// Whoever leaves a page with typed text that was not sent is asked first. Drafts that save themselves: autosave.js.

const TEXT = "textarea, input:not([type]), input[type=text], input[type=email], input[type=tel], input[type=url], input[type=number]";

function unsent(form) {
  if (form.dataset.sent || form.dataset.autosave || form.querySelector("input[type=password]")) return false;
  // on a page that says what is wrong, what stands in the form was typed and refused
  const refused = document.querySelector("main .error-summary");
  return [...form.querySelectorAll(TEXT)].some((one) => one.value !== one.defaultValue || (refused && one.matches("textarea") && one.value));
}

export function watchLeaving() {
  window.addEventListener("beforeunload", (event) => {
    const forms = [...document.querySelectorAll("main form")].filter((form) => form.method === "post");
    if (forms.some(unsent)) event.preventDefault();
  });
}
