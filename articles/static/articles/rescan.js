// Shows how far the search of the published posts is, and what it found once it is at its end.

const PAUSE = 2000;

const isRunning = () => Boolean(document.querySelector("#rescan-progress[data-running]"));

if (isRunning()) setTimeout(look, PAUSE);

async function look() {
  try {
    const answer = await fetch(location.href, { redirect: "error" });
    if (answer.ok) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    // No connection: the next look may have one.
  }
  if (isRunning()) setTimeout(look, PAUSE);
}

function show(page) {
  const fresh = page.querySelector("#rescan-progress");
  if (!fresh) return;
  const state = fresh.querySelector("#rescan-state").textContent.trim().replace(/\s+/g, " ");
  if (fresh.hasAttribute("data-running")) {
    // Piece by piece, so that a button somebody is about to press stays the same.
    document.querySelector("#rescan-state").textContent = state;
    const [bar, now] = [document, fresh].map((each) => each.querySelector("#rescan-bar"));
    for (const name of ["max", "value"]) {
      if (now.hasAttribute(name)) bar.setAttribute(name, now.getAttribute(name));
    }
    return;
  }
  document.querySelector("#rescan-progress").replaceWith(document.adoptNode(fresh));
  document.querySelector("#rescan-news").textContent = state;
  // What somebody has chosen in a list shown before is not to be lost.
  const finds = page.querySelector("#rescan-finds");
  if (finds && !document.querySelector("#rescan-finds")) location.reload();
}
