// Keeps what is being written: on the server every few seconds of change, and in this browser
// until the server has it, so that a lost connection or session loses no sentence.

const PAUSE = 3000;

const form = document.querySelector("#post_form");
const notice = document.querySelector("#autosave");

if (form && notice) start(form, notice);

function start(form, notice) {
  const place = `newsroom:unsaved:${location.pathname}`;
  const waiting = localStorage.getItem(place);
  if (waiting) {
    // The server never got it: hand it over, and let the page offer it.
    send(waiting).then((kept) => {
      if (!kept) return;
      localStorage.removeItem(place);
      location.reload();
    });
  }
  // What stood there when the first key was pressed: the body editor tidies its text on arrival.
  let known = null;
  for (const sign of ["pointerdown", "keydown", "focusin"]) {
    form.addEventListener(sign, () => (known ??= words()), { capture: true });
  }
  let leaving = false;
  form.addEventListener("submit", (event) => {
    // A preview opens beside the form, which goes on.
    leaving = event.submitter?.formTarget !== "_blank";
    if (leaving) localStorage.removeItem(place);
  });
  setInterval(keep, PAUSE);
  document.querySelector("#autosave-forget")?.addEventListener("click", forget);

  async function keep() {
    const now = words();
    if (leaving || known === null || now === known) return;
    localStorage.setItem(place, now);
    if (await send(now)) {
      known = now;
      if (localStorage.getItem(place) === now) localStorage.removeItem(place);
      say(notice.dataset.kept);
    } else {
      say(notice.dataset.waiting);
    }
  }

  async function forget() {
    if (await send("")) document.querySelector("#autosave-offer").remove();
  }

  function words() {
    const data = new FormData(form);
    data.delete("csrfmiddlewaretoken");
    return new URLSearchParams([...data].filter(([, value]) => typeof value === "string")).toString();
  }

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
      return answer.ok;
    } catch {
      return false;
    }
  }

  function say(text) {
    notice.textContent = text;
  }
}
