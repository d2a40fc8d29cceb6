// The boxes of select2 have no names, and a button inside their list: here they get names, and
// several choices are taken away one by one.

const selects = () => document.querySelectorAll("select.admin-autocomplete");

// Before select2 reads it: the button that clears them all would stand in the list.
for (const select of selects()) {
  if (select.multiple) select.dataset.allowClear = "false";
}

function name(select) {
  const box = select.nextElementSibling;
  const label = select.labels[0];
  if (!label || !box?.classList.contains("select2-container")) return;
  label.id ||= `${select.id}-label`;
  const combobox = box.querySelector("[role=combobox]");
  const value = box.querySelector("span.select2-selection__rendered");
  // What is chosen is read after the name; it is no field of its own.
  combobox.setAttribute("aria-labelledby", [label.id, value?.id].filter(Boolean).join(" "));
  value?.removeAttribute("role");
  value?.removeAttribute("aria-readonly");
  box.querySelector(".select2-search__field")?.setAttribute("aria-labelledby", label.id);
}

function nameSearch({ target }) {
  const field = document.querySelector(".select2-dropdown .select2-search__field");
  if (target.labels?.[0]) field?.setAttribute("aria-labelledby", target.labels[0].id);
}

document.addEventListener("DOMContentLoaded", () => {
  // After the admin's own, which waits for the same moment.
  setTimeout(() => selects().forEach(name));
  window.django.jQuery(document).on("select2:open", nameSearch);
});
document.addEventListener("formset:added", ({ target }) => {
  setTimeout(() => target.querySelectorAll("select.admin-autocomplete").forEach(name));
});
