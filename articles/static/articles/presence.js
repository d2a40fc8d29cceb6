// Tells the server that this form is open, and shows who else has it open.

const PAUSE = 15000;

const line = document.querySelector("#presence");
const form = document.querySelector("#post_form");

if (line && form) start();

function start() {
  const news = document.querySelector("#presence-news");
  let told = line.textContent;
  ping();
  setInterval(ping, PAUSE);
  addEventListener("pageshow", (event) => event.persisted && ping());
  document.addEventListener("visibilitychange", () => document.hidden || ping());
  addEventListener("pagehide", () => navigator.sendBeacon(line.dataset.url, data({ leave: "1" })));

  async function ping() {
    try {
      const body = data({ revision: form.elements.revision.value });
      const answer = await fetch(line.dataset.url, { method: "POST", body, redirect: "error" });
      if (answer.ok) show(await answer.json());
    } catch {
      // No connection: autosave says so.
    }
  }

  function data(fields) {
    const found = new FormData();
    found.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    for (const [name, value] of Object.entries(fields)) found.set(name, value);
    return found;
  }

  function show({ line: words, saved, who }) {
    const all = [words, saved].filter(Boolean).join(" ");
    if (line.textContent !== all) line.textContent = all;
    line.hidden = !all;
    // Aloud only who comes and goes, not every minute that passes.
    const key = JSON.stringify([who, saved]);
    if (key === told) return;
    told = key;
    news.textContent = all;
  }
}
