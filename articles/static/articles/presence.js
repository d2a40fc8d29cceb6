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
  // Not a beacon: without a session it would follow to the log-in page and change its cookie.
  addEventListener("pagehide", () => send({ leave: "1" }, { keepalive: true }).catch(() => {}));

  async function ping() {
    try {
      const answer = await send({ revision: form.elements.revision.value });
      if (answer.ok) show(await answer.json());
    } catch {
      // No connection: autosave says so.
    }
  }

  function send(fields, options = {}) {
    const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
    const body = new URLSearchParams(fields);
    return fetch(line.dataset.url, { method: "POST", body, headers, redirect: "error", ...options });
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
