// Gives a name to the controls that Django's admin draws without one: boxes in which a record is
// looked for, cells of tables of rows, the search boxes over two lists.

mend();
new MutationObserver(mend).observe(document.body, { childList: true, subtree: true });

function mend() {
  for (const control of document.querySelectorAll(".tabular td :is(input, select, textarea)")) {
    if (control.type !== "hidden" && !control.labels?.length) name(control, heading(control));
  }
  for (const box of document.querySelectorAll(".select2-container")) mendBox(box);
  for (const sign of document.querySelectorAll(".help-tooltip[aria-label]")) {
    sign.setAttribute("role", "img");
  }
}

function mendBox(box) {
  const select = box.previousElementSibling;
  const label = select?.labels?.[0]?.textContent ?? (select && heading(select));
  const parts = ".select2-selection, .select2-selection__rendered[role=textbox], .select2-search__field";
  for (const part of box.querySelectorAll(parts)) {
    part.removeAttribute("aria-labelledby"); // the name of a field is not what was chosen in it
    name(part, label);
  }
  for (const clear of box.querySelectorAll("ul > .select2-selection__clear")) {
    clear.setAttribute("role", "listitem");
  }
}

// Returns what stands over the column of a control.
function heading(control) {
  const cell = control.closest("td");
  const column = [...(cell?.classList ?? [])].find((name) => name.startsWith("field-"));
  const row = cell?.closest("table")?.tHead;
  const over = column
    ? row?.querySelector(`.column-${column.slice("field-".length)}`)
    : row?.querySelector("th:last-child");
  return over?.textContent;
}

function name(element, words) {
  const text = words?.trim().replace(/:$/, "");
  if (text && element.getAttribute("aria-label") !== text) element.setAttribute("aria-label", text);
}
