// Keeps what is being written: on the server every few seconds of change, and in this browser
// until the server has it or has saved it, so that a lost connection or session loses no sentence.

const PAUSE = 3000;

const form = document.querySelector("#post_form");
const notice = document.querySelector("#autosave");

if (form && notice) start(form, notice, document.querySelector("#autosave-page").dataset);

function start(form, notice, page) {
  const places = `newsroom:unsaved:${page.user}:${location.pathname}:`;
  // Two windows may write at one post; a form that was refused goes on in the same one.
  const name = page.window || Math.random().toString(36).slice(2);
  const place = places + name;
  form.append(hidden("_window", name));
  const isRefused = page.refused !== undefined;
  const offer = document.querySelector("#autosave-offer");
  // What is offered is to be decided on first; in a refused form the words stand already.
  if (!isRefused && !offer) handOver();

  // What stood there when the first key was pressed: the body editor tidies its text on arrival.
  let known = null;
  let opened = null;
  for (const sign of ["pointerdown", "keydown", "focusin"]) {
    form.addEventListener(sign, () => (known ??= opened = words()), { capture: true });
  }
  let leaving = false;
  form.addEventListener("submit", (event) => {
    // A preview opens beside the form, which goes on.
    leaving = event.submitter?.formTarget !== "_blank";
    if (!leaving || known === null) return;
    if (words() === opened && !isRefused) localStorage.removeItem(place);
    // Until a page tells that it was saved: the session may be lost by now.
    else remember({ words: words(), lastSave: page.lastSave });
  });
  window.addEventListener("pageshow", () => (leaving = false));
  setInterval(keep, PAUSE);
  document.querySelector("#autosave-forget")?.addEventListener("click", forget);

  // Gives the server what it never got, and lets the page offer it.
  async function handOver() {
    for (const key of Object.keys(localStorage).filter((key) => key.startsWith(places))) {
      const { words, lastSave } = JSON.parse(localStorage.getItem(key));
      const isSaved = lastSave !== undefined && lastSave !== page.lastSave;
      if (!isSaved && (await send(words)) !== 204) continue;
      localStorage.removeItem(key);
      if (!isSaved) return location.reload();
    }
  }

  async function keep() {
    const now = words();
    if (leaving || known === null || now === known) return;
    remember({ words: now });
    const status = await send(now);
    if (leaving) return;
    if (status === 204) {
      known = now;
      localStorage.removeItem(place);
      notice.textContent = notice.dataset.kept;
    } else {
      notice.textContent = status === 409 ? page.beside : notice.dataset.waiting;
    }
  }

  async function forget() {
    if ((await send("")) === 204) offer.remove();
  }

  function words() {
    const data = new FormData(form);
    data.delete("csrfmiddlewaretoken");
    return new URLSearchParams([...data].filter(([, value]) => typeof value === "string")).toString();
  }

  function remember(kept) {
    localStorage.setItem(place, JSON.stringify(kept));
  }

  // Returns the status of the answer, 0 if there was none.
  async function send(body) {
    try {
      const answer = await fetch(notice.dataset.url, {
        method: "POST",
        body,
        redirect: "error", // to the log-in page: the session is lost
        headers: {
          "Content-Type": "application/x-www-form-urlencoded",
          "X-CSRFToken": form.elements.csrfmiddlewaretoken.value,
        },
      });
      return answer.status;
    } catch {
      return 0;
    }
  }
}

function hidden(name, value) {
  return Object.assign(document.createElement("input"), { type: "hidden", name, value });
}
