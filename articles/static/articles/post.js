// The form of a post: the headline and its mark, the bar's panels, and the correction beside the
// words. Without scripts all of it stands open and works as links and buttons.

const form = document.querySelector("#post_form");

if (form) {
  headline(form.querySelector("#id_headline"));
  panels();
  correction();
}

function headline(field) {
  if (!field) return;
  const mark = Number(field.dataset.mark);
  const count = Object.assign(document.createElement("p"), { className: "headline-count" });
  const news = Object.assign(document.createElement("p"), { className: "visually-hidden" });
  news.setAttribute("role", "status");
  field.after(count, news);
  const show = () => {
    const length = [...field.value].length;
    const over = length > mark;
    count.textContent = `${length} / ${mark}`;
    count.classList.toggle("over", over);
    const words = over ? interpolate(gettext("Longer than %s characters: it will be cut."), [mark]) : "";
    if (news.textContent !== words) news.textContent = words;
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight}px`;
  };
  field.addEventListener("input", show);
  // A headline is one line: Enter goes on to the lead.
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    form.querySelector("#id_lead")?.focus();
  });
  addEventListener("resize", show);
  show();
}

// What a button opens closes by the button, by Escape and by a press elsewhere.
function panels() {
  const openers = [...form.querySelectorAll("[data-opens]")];
  const panel = (opener) => document.getElementById(opener.dataset.opens);
  const set = (opener, open) => {
    opener.setAttribute("aria-expanded", String(open));
    panel(opener).classList.toggle("open", open);
  };
  const isOpen = (opener) => panel(opener).classList.contains("open");
  for (const opener of openers) {
    opener.addEventListener("click", () => set(opener, !isOpen(opener)));
  }
  document.addEventListener("click", ({ target }) => {
    // The calendar of a time hangs at the end of the page.
    if (target.closest(".calendarbox, .clockbox") || !target.isConnected) return;
    for (const opener of openers) {
      const inside = opener.contains(target) || panel(opener).contains(target);
      if (isOpen(opener) && !inside) set(opener, false);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const last = openers.filter(isOpen).pop();
    if (!last) return;
    set(last, false);
    last.focus();
  });
}

// In place, so that what is typed and not saved stays typed.
function correction() {
  const places = [document.querySelector("#post-columns"), document.querySelector("#post-bar")];
  const note = form.querySelector("#id_correction");
  const switchTo = (event, open) => {
    event.preventDefault();
    for (const place of places) place.classList.toggle("is-correcting", open);
    for (const opener of form.querySelectorAll("#bar-rest.open")) opener.classList.remove("open");
    if (open) {
      note.focus();
    } else {
      note.value = "";
      document.querySelector("[data-correct=open]").focus();
    }
  };
  if (places[0].classList.contains("is-correcting") && !form.querySelector(".errornote")) note.focus();
  document.querySelector("[data-correct=open]")?.addEventListener("click", (event) => switchTo(event, true));
  document.querySelector("[data-correct=close]")?.addEventListener("click", (event) => switchTo(event, false));
}
