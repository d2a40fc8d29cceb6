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
    const href = link.getAttribute("href");
    if (href.startsWith("#")) {
      // A frame with its page in itself takes its addresses from the page around it.
      link.href = `about:srcdoc${href}`;
    } else if (!href.startsWith("about:srcdoc#")) {
      link.target = "_blank";
      link.rel = "noopener";
    }
  }
}
