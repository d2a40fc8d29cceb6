/* Choosing several images of the list, as Django's own script does it for the rows of a table. */

const boxes = [...document.querySelectorAll(".library input.action-select")]
const all = document.querySelector("#library-all")
const counter = document.querySelector(".library-actions .action-counter")

function count() {
  const chosen = boxes.filter((box) => box.checked).length
  const words = ngettext("%(sel)s of %(cnt)s selected", "%(sel)s of %(cnt)s selected", chosen)
  counter.textContent = interpolate(words, { sel: chosen, cnt: boxes.length }, true)
  all.checked = chosen === boxes.length
  all.indeterminate = chosen > 0 && !all.checked
}

if (all && counter) {
  all.parentElement.hidden = false
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked
    count()
  })
  for (const box of boxes) box.addEventListener("change", count)
  addEventListener("pageshow", count) // also on the way back, with boxes still checked
}
