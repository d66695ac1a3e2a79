// The number beside a slider follows it while it is moved; without this the server shows it after the form is sent.
for (const slider of document.querySelectorAll("input[data-slider]")) {
  const shown = document.querySelector(`output[for="${slider.id}"]`);
  slider.addEventListener("input", () => { shown.value = slider.value; });
}
