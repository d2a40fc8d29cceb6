// The boxes drawn in place of a field get its name: without it a screen reader says nothing of them.
"use strict";

{
  const rename = (container) => {
    const select = container.previousElementSibling;
    if (!select?.matches("select")) {
      return;
    }
    const label = select.labels[0];
    const words = select.getAttribute("aria-label");
    const parts = "[role=combobox], [role=textbox], .select2-search__field";
    for (const part of container.querySelectorAll(parts)) {
      if (label) {
        label.id ||= `${select.id}_label`;
        const chosen = part.matches("[role=combobox]") ? part.firstElementChild?.id : "";
        part.setAttribute("aria-labelledby", `${label.id} ${chosen ?? ""}`.trim());
      } else if (words) {
        part.removeAttribute("aria-labelledby");
        part.setAttribute("aria-label", words);
      }
    }
    // It stands in the list of what is chosen, and a list has items alone.
    container.querySelector("ul > .select2-selection__clear")?.setAttribute("role", "listitem");
  };

  const renameAll = () => document.querySelectorAll("select + .select2-container").forEach(rename);

  // Django draws a question mark as an image with a name, and does not say that it is one.
  const nameSigns = () => {
    for (const sign of document.querySelectorAll(".help-tooltip[aria-label]")) {
      sign.setAttribute("role", "img");
    }
  };

  // It draws its boxes of two lists only when all of the page is loaded.
  addEventListener("load", nameSigns);
  document.addEventListener("DOMContentLoaded", () => {
    renameAll();
    const isDrawn = (change) => change.target.closest?.(".select2-container");
    const isAdded = (node) => node.querySelector?.(".select2-selection");
    new MutationObserver((changes) => {
      if (changes.some((change) => isDrawn(change) || [...change.addedNodes].some(isAdded))) {
        renameAll();
      }
    }).observe(document.body, { childList: true, subtree: true });
  });
}
