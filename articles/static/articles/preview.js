// The width somebody looks at pages in is kept in their browser; links open beside the preview.

const PLACE = "newsroom:preview-width";
const widths = document.querySelectorAll("[name=width]");
const frame = document.querySelector(".preview-stage iframe");

for (const width of widths) {
  if (width.value === localStorage.getItem(PLACE)) width.checked = true;
  width.addEventListener("change", () => localStorage.setItem(PLACE, width.value));
}

frame.addEventListener("load", openBeside);
openBeside();

function openBeside() {
  for (const link of frame.contentDocument?.links ?? []) {
    if (link.getAttribute("href").startsWith("#")) continue;
    link.target = "_blank";
    link.rel = "noopener";
  }
}
