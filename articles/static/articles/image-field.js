/* A field that names an image: the picture itself, and the library to choose another. A picture
   dropped on the form, or pasted into the field, is added and chosen. */

import { imageIn, pickImage, takeDrops } from "articles/library"

const fields = [...document.querySelectorAll("[data-image-field]")].map(startField)
if (fields.length) takeDrops(document, { ...fields[0], isOurs })

/* Anywhere on the form, but for what takes drops itself. */
function isOurs({ target }) {
  const element = target instanceof Element ? target : target.parentElement
  if (element?.closest("dialog, .prose-editor")) return null
  return fields[0].show.closest("form").contains(element)
}

function startField(root) {
  const select = root.querySelector("select")
  const shown = root.querySelector(".image-field-shown")
  const chosen = root.querySelector(".image-field-chosen")
  const choose = root.querySelector("[data-choose]")
  const remove = root.querySelector("[data-remove]")
  const part = (name) => root.querySelector(`.image-field-${name}`)

  function set(image) {
    const option = new Option(image ? image.caption || image.alt_text : "", image?.id ?? "", true, true)
    select.replaceChildren(...(image ? [new Option("", ""), option] : [option]))
    select.dispatchEvent(new Event("change", { bubbles: true }))
    chosen.hidden = remove.hidden = !image
    if (image) show(image)
  }

  function show(image) {
    const { src, alt } = { src: image.thumbnail, alt: image.alt_text }
    Object.assign(part("picture"), { src, alt, width: image.width, height: image.height })
    part("name").textContent = image.caption || image.alt_text
    part("credit").textContent = image.credit
    part("record").href = shown.dataset.record.replace("/0/", `/${image.id}/`)
    part("marks").replaceChildren(
      ...mark(image.is_expired, "late", `${shown.dataset.expired} ${image.licence_until}`),
      ...mark(!image.credit, "work", shown.dataset.noCredit),
      ...mark(!image.alt_text, "work", shown.dataset.noAlt),
    )
  }

  function mark(applies, kind, words) {
    if (!applies) return []
    const element = Object.assign(document.createElement("span"), { textContent: words })
    element.className = `image-mark image-mark-${kind}`
    return [element]
  }

  async function pick(file = null) {
    const image = await pickImage({ file })
    if (image) set(image)
    choose.focus()
  }

  choose.addEventListener("click", () => pick())
  remove.addEventListener("click", () => {
    set(null)
    choose.focus()
  })
  root.addEventListener("paste", (event) => {
    const file = imageIn(event.clipboardData?.files)
    if (!file) return
    event.preventDefault()
    pick(file)
  })

  // The list keeps the value and the place errors link to; the library does its work.
  select.classList.remove("admin-autocomplete")
  select.tabIndex = -1
  select.ariaHidden = "true"
  select.addEventListener("focus", () => choose.focus())
  const label = select.labels[0]
  if (label) {
    label.id ||= `${select.id}_label`
    shown.setAttribute("aria-labelledby", label.id)
  }
  root.classList.add("is-live")
  shown.hidden = false
  return { show: root, take: pick }
}
