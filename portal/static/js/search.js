// Offers titles while somebody types into the search box. Without it the box searches all the same.
const box = document.querySelector("[data-suggest]");
const list = box && document.getElementById(box.getAttribute("list"));
let waiting;
let offered = new Map();

async function offer() {
  const asked = box.value.trim();
  if (offered.has(asked)) {
    location.assign(offered.get(asked));
    return;
  }
  if (asked.length < 2) return;
  const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(asked.slice(0, 60))}`);
  if (!answer.ok || box.value.trim() !== asked) return;
  const found = await answer.json();
  offered = new Map(found.map((one) => [one.title, one.url]));
  list.replaceChildren(...found.map((one) => new Option("", one.title)));
}

box?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(offer, 200);
});
