/* The library of images, opened over a form: one picture is chosen there, or a new one is added. */

import { addressOf, startFocal } from "articles/focal"

const PAUSE = 250 // of typing, before a search
const MOVES = { ArrowLeft: -1, ArrowRight: 1 }

/* Resolves to {id, url, thumbnail, width, height, alt_text, caption, credit} or to null. With a
   file, its upload is what the dialog opens with. */
export function pickImage({ file = null } = {}) {
  const markup = document.querySelector("template[data-image-picker]")
  if (!markup || document.querySelector("dialog.image-picker")) return Promise.resolve(null)
  const dialog = markup.content.cloneNode(true).querySelector("dialog")
  document.body.append(dialog)
  return new Promise((resolve) => {
    let chosen = null
    const close = (image) => {
      chosen = image
      dialog.close()
    }
    const upload = startUpload(dialog, close)
    const library = startLibrary(dialog, close)
    dialog.addEventListener("cancel", (event) => {
      if (upload?.isBeingStored()) event.preventDefault()
    })
    dialog.querySelector("[data-close]").addEventListener("click", () => {
      if (!upload?.isBeingStored()) close(null)
    })
    dialog.addEventListener("close", () => {
      library.stop()
      upload?.stop()
      dialog.remove()
      resolve(chosen)
    })
    dialog.showModal()
    if (file && upload) upload.take(file)
    else library.open()
  })
}

/* The image among dropped or pasted files; null if there is none. */
export const imageIn = (files) =>
  [...(files ?? [])].find(({ type, name }) => type.startsWith("image/") || /\.avif$/i.test(name)) ?? null

const carriesFiles = (transfer) => [...(transfer?.types ?? [])].includes("Files")

/* What the server makes of an image: {image} if it is stored, else {errors, proposals}; raises
   Error with words for the user. The request can be stopped by aborting ``signal``. */
export function sendImage(address, data, { signal, onProgress, onSent, says }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest() // fetch tells nothing of how much is sent
    const fail = (words) => reject(new Error(words))
    request.open("POST", address)
    request.setRequestHeader("X-CSRFToken", csrfToken())
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress?.(loaded / total))
    request.upload.addEventListener("load", () => onSent?.())
    request.addEventListener("error", () => fail(says.failed))
    request.addEventListener("abort", () => fail(""))
    request.addEventListener("load", () => {
      if (request.status === 413) return fail(says.heavy)
      // To the log-in page.
      if (!request.responseURL.endsWith(address)) return fail(says.lost)
      try {
        resolve(JSON.parse(request.responseText))
      } catch {
        fail(says.refused)
      }
    })
    signal?.addEventListener("abort", () => request.abort())
    request.send(data)
  })
}

const csrfToken = () => document.querySelector("[name=csrfmiddlewaretoken]").value

const notes = new WeakMap()

/* Put what a file says of itself into the fields nobody has written in, instead of what another
   file said before. */
export function propose(form, proposals, words) {
  for (const field of form.querySelectorAll(".is-proposed")) {
    field.value = ""
    settle(field)
  }
  for (const [name, text] of Object.entries(proposals)) {
    const field = form.elements.namedItem(name)
    if (!field || field.value || !text) continue
    field.value = text
    field.classList.add("is-proposed")
    const note = Object.assign(document.createElement("p"), { textContent: words })
    note.className = "image-proposed help"
    notes.set(field, note)
    const row = field.closest(".flex-container") ?? field
    row.after(note)
    field.addEventListener("input", () => settle(field), { once: true })
  }
}

function settle(field) {
  field.classList.remove("is-proposed")
  notes.get(field)?.remove()
}

/* Call ``take`` with what is dropped on an element, while ``show`` says that it may be. Where
   ``isOurs`` answers false a drop does nothing, where it answers null it is somebody else's. */
export function takeDrops(target, { take, isOurs = () => true, show }) {
  let leaving = 0
  target.addEventListener("dragover", (event) => {
    if (!carriesFiles(event.dataTransfer) || event.defaultPrevented) return
    const ours = isOurs(event)
    if (ours === null) return // somebody else's
    event.preventDefault() // else the browser would leave the form for the picture
    event.dataTransfer.dropEffect = ours ? "copy" : "none"
    show.classList.toggle("is-awaited", ours)
    clearTimeout(leaving)
    leaving = setTimeout(() => show.classList.remove("is-awaited"), 400)
  })
  target.addEventListener("drop", (event) => {
    show.classList.remove("is-awaited")
    if (!carriesFiles(event.dataTransfer) || event.defaultPrevented) return
    const ours = isOurs(event)
    if (ours === null) return
    event.preventDefault()
    const { files } = event.dataTransfer
    const file = imageIn(files) ?? files[0]
    if (ours && file) take(file)
  })
}

function showStep(dialog, name) {
  for (const step of dialog.querySelectorAll("[data-step]")) {
    step.hidden = step.dataset.step !== name
    if (!step.hidden) dialog.querySelector("h2").textContent = step.dataset.title
  }
}

/* The grid */

function startLibrary(dialog, close) {
  const root = dialog.querySelector("[data-step=library]")
  const search = root.querySelector(".image-picker-search")
  const grid = root.querySelector(".image-picker-grid")
  const more = root.querySelector("[data-more]")
  const status = root.querySelector("[role=status]")
  const says = dialog.dataset
  let asked = new AbortController()
  let waiting = 0
  let next = null

  async function load(before = null) {
    asked.abort()
    const { signal } = (asked = new AbortController())
    try {
      const { images, next: following } = await ask(before, signal)
      if (!before) grid.replaceChildren()
      const cards = images.map(cardOf)
      grid.append(...cards)
      next = following
      more.hidden = !next
      if (before) cards[0]?.firstElementChild.focus()
      const none = search.q.value.trim() ? says.nothing : says.empty
      status.textContent = grid.childElementCount ? `${says.found} ${grid.childElementCount}` : none
    } catch (error) {
      if (!signal.aborted) status.textContent = error.message || says.failed
    }
  }

  async function ask(before, signal) {
    const query = new URLSearchParams({ q: search.q.value.trim() })
    if (before) query.set("before", before)
    const answer = await fetch(`${says.library}?${query}`, { signal }).catch(() => {
      throw new Error(says.failed)
    })
    if (answer.redirected) throw new Error(says.lost)
    if (!answer.ok) throw new Error(says.refused)
    return answer.json()
  }

  function cardOf(image) {
    const card = root.querySelector("template").content.cloneNode(true).querySelector("li")
    const part = (selector) => card.querySelector(selector)
    const picture = part("img")
    Object.assign(picture, { src: image.thumbnail, width: image.width, height: image.height })
    part(".image-picker-name").textContent = image.caption || image.alt_text || `№ ${image.id}`
    part(".image-picker-credit").textContent = image.credit
    part(".image-picker-licence").before(image.licence)
    const isIncomplete = !image.credit || !image.alt_text
    mark(part("[data-mark=expired]"), image.is_expired, image.licence_until)
    mark(part("[data-mark=incomplete]"), isIncomplete)
    mark(part("[data-mark=licence]"), image.licence_until && !image.is_expired, image.licence_until)
    mark(part("[data-mark=uses]"), image.uses, image.uses)
    part("button").addEventListener("click", () => close(image))
    return card
  }

  function mark(element, applies, value) {
    if (!applies) element.remove()
    else if (element.dataset.words) element.textContent = `${element.dataset.words} ${value}`
  }

  function moveInGrid(event) {
    const cards = [...grid.querySelectorAll("button")]
    const at = cards.indexOf(event.target.closest("button"))
    if (at < 0) return
    const top = cards[0].getBoundingClientRect().top
    const columns = cards.filter((card) => card.getBoundingClientRect().top === top).length
    const step = { ...MOVES, ArrowUp: -columns, ArrowDown: columns }[event.key]
    if (!step || !cards[at + step]) return
    event.preventDefault()
    cards[at + step].focus()
  }

  search.addEventListener("submit", (event) => {
    event.preventDefault()
    load()
  })
  search.addEventListener("input", () => {
    clearTimeout(waiting)
    waiting = setTimeout(load, PAUSE)
  })
  more.addEventListener("click", () => load(next))
  grid.addEventListener("keydown", moveInGrid)

  function open() {
    showStep(dialog, "library")
    search.q.focus()
    if (!grid.childElementCount) load()
  }

  function stop() {
    clearTimeout(waiting)
    asked.abort()
  }

  dialog.querySelector("[data-back]")?.addEventListener("click", open)
  return { open, stop }
}

/* A new image */

function startUpload(dialog, close) {
  const form = dialog.querySelector("[data-step=upload]")
  const chooser = dialog.querySelector("input[type=file]")
  if (!form) return null
  const bar = form.querySelector("progress")
  const status = form.querySelector("[role=status]")
  const submit = form.querySelector("[type=submit]")
  const fields = form.elements
  const focal = startFocal(form.querySelector("[data-focal]"), [fields.focal_x, fields.focal_y])
  const says = dialog.dataset
  let file = null
  let sending = null
  let isStored = false

  async function take(newFile) {
    stop()
    file = newFile
    showStep(dialog, "upload")
    showErrors({})
    form.querySelector(".image-picker-filename").textContent = file.name
    addressOf(file).then(focal.show)
    fields.alt_text.focus()
    // Alone, so that the server says what it thinks of the file, and the file of itself.
    const data = new FormData()
    data.append("file", file)
    const { errors = {}, proposals = {} } = (await send(data, says.reading)) ?? {}
    if (errors.file) showErrors({ file: errors.file })
    propose(form, proposals, says.proposed)
  }

  async function store(event) {
    event.preventDefault()
    const data = new FormData(form)
    data.append("file", file)
    submit.disabled = true
    const { image = null, errors = {} } = (await send(data, says.sending)) ?? {}
    submit.disabled = false
    if (image) close(image)
    else showErrors(errors)
  }

  async function send(data, words) {
    stop()
    const { signal } = (sending = new AbortController())
    say(words)
    bar.hidden = false
    bar.value = 0
    try {
      return await sendImage(says.upload, data, {
        signal,
        says,
        onProgress: (part) => (bar.value = part * 100),
        onSent: () => (isStored = data.has("alt_text")),
      })
    } catch (error) {
      if (!signal.aborted) showErrors({ __all__: [error.message] })
      return null
    } finally {
      if (!signal.aborted) {
        bar.hidden = true
        isStored = false
        say("")
      }
    }
  }

  function showErrors(errors) {
    for (const list of form.querySelectorAll("[data-errors]")) {
      const texts = errors[list.dataset.errors] ?? []
      list.replaceChildren(...texts.map((text) => Object.assign(document.createElement("li"), { textContent: text })))
      list.hidden = texts.length === 0
      const field = fields.namedItem(list.dataset.errors)
      if (field) describe(field, texts.length > 0)
    }
    form.querySelector("[aria-invalid=true]")?.focus()
  }

  function describe(field, isWrong) {
    const parts = [`${field.id}-help`, isWrong ? `${field.id}-errors` : ""]
    const known = parts.filter((id) => id && document.getElementById(id))
    field.setAttribute("aria-invalid", String(isWrong))
    if (known.length) field.setAttribute("aria-describedby", known.join(" "))
    else field.removeAttribute("aria-describedby")
  }

  const say = (words) => (status.textContent = words)

  for (const button of dialog.querySelectorAll("[data-browse]")) {
    button.addEventListener("click", () => chooser.click())
  }
  chooser.addEventListener("change", () => {
    if (chooser.files[0]) take(chooser.files[0])
    chooser.value = ""
  })
  takeDrops(dialog, { take, show: dialog })
  dialog.addEventListener("paste", (event) => {
    const pasted = imageIn(event.clipboardData?.files)
    if (pasted) take(pasted)
  })
  form.addEventListener("submit", store)
  dialog.querySelector("[data-back]").addEventListener("click", stop)

  function stop() {
    sending?.abort()
  }

  // What has reached the server whole cannot be taken back by closing the dialog.
  return { take, stop, isBeingStored: () => isStored }
}
