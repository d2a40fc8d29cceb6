/* One box over persons, organizations and events: type, choose, or make a new one. */

import { crel, gettext } from "django-prose-editor/editor"

const PAUSE = 150
const KIND = () => ({
  person: gettext("Person"),
  organization: gettext("Organization"),
  event: gettext("Event"),
})
const CREATE = () => ({
  person: gettext("Create as person"),
  organization: gettext("Create as organization"),
  event: gettext("Create as event"),
})

let boxes = 0

function signs({ is_published, is_incomplete }) {
  if (is_incomplete) return gettext("incomplete")
  return is_published ? "" : gettext("not published")
}

class MentionBox {
  constructor({ host, records, words, place, mayRemove, done }) {
    Object.assign(this, { host, records, mayRemove, done })
    this.id = `mention-box-${++boxes}`
    this.rows = []
    this.active = -1
    this.build(words)
    this.placeAt(place)
    this.listen()
    this.look()
  }

  build(words) {
    const title = gettext("Person, organization or event")
    const id = `${this.id}-list`
    this.input = crel("input", {
      ...{ type: "text", value: words, autocomplete: "off", maxLength: 255, spellcheck: false },
      ...{ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false" },
      ...{ "aria-controls": id, "aria-label": title, placeholder: title },
    })
    this.list = crel("ul", { id, role: "listbox", "aria-label": title, hidden: true })
    this.status = crel("p", { role: "status", className: "mention-status" })
    this.dom = crel("div", { className: "mention-box" }, [this.input, this.list, this.status])
    this.host.append(this.dom)
  }

  listen() {
    this.input.addEventListener("input", (event) => {
      event.stopPropagation() // nothing of the form has changed
      clearTimeout(this.timer)
      this.timer = setTimeout(() => this.look(), PAUSE)
      this.isLooking = true
    })
    this.input.addEventListener("keydown", (event) => this.press(event))
    this.dom.addEventListener("focusout", ({ relatedTarget }) => {
      if (!this.dom.contains(relatedTarget)) this.close({ typed: this.input.value, left: true })
    })
    // The box keeps the focus while an option is pressed.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault())
    this.list.addEventListener("mousedown", (event) => event.preventDefault())
    this.list.addEventListener("click", ({ target }) => {
      const option = target.closest("[role=option]")
      if (option) this.choose(this.rows[Number(option.dataset.row)])
    })
  }

  placeAt({ left, bottom }) {
    const frame = this.host.getBoundingClientRect()
    const most = this.host.clientWidth - this.dom.offsetWidth - 8
    this.dom.style.left = `${Math.max(8, Math.min(left - frame.left, most))}px`
    this.dom.style.top = `${bottom - frame.top + this.host.scrollTop + 4}px`
  }

  async look() {
    clearTimeout(this.timer)
    this.isLooking = true
    const words = this.input.value.trim()
    const question = (this.question = {})
    try {
      const { results, create } = words
        ? await this.records.search(words)
        : { results: this.records.named(), create: [] }
      if (question !== this.question) return
      this.show(results, create, words)
    } catch {
      if (question === this.question) this.say(gettext("The server does not answer. Try again."))
    }
    this.isLooking = false
    if (this.isWanted) this.take()
  }

  show(results, create, words) {
    this.rows = [
      ...results.map((record) => ({ record })),
      ...create.map((kind) => ({ create: kind, name: words })),
      ...(this.mayRemove ? [{ remove: true }] : []),
    ]
    this.found = results.length
    this.list.replaceChildren(...this.rows.map((row, number) => this.option(row, number)))
    this.list.hidden = this.rows.length === 0
    this.input.setAttribute("aria-expanded", String(this.rows.length > 0))
    this.activate(results.length > 0 ? 0 : -1)
    this.dom.scrollIntoView({ block: "nearest" })
    const count = interpolate(ngettext("%s found", "%s found", this.found), [this.found])
    this.say(words ? count : gettext("Type a name."))
  }

  option(row, number) {
    const option = crel("li", {
      ...{ role: "option", id: `${this.id}-${number}`, "aria-selected": "false" },
      "data-row": number,
    })
    const part = (className, textContent) => crel("span", { className, textContent })
    if (row.record) {
      const { kind, name, about } = row.record
      option.append(part("mention-name", name), part("mention-kind", KIND()[kind]))
      const rest = [about, signs(row.record)].filter(Boolean).join(" · ")
      if (rest) option.append(part("mention-about", rest))
    } else if (row.create) {
      option.className = "mention-create"
      option.append(part("mention-name", `${CREATE()[row.create]}: ${row.name}`))
    } else {
      option.className = "mention-create"
      option.append(part("mention-name", gettext("Remove the mark, keep the words")))
    }
    return option
  }

  activate(number) {
    this.list.children[this.active]?.setAttribute("aria-selected", "false")
    this.active = number
    const option = this.list.children[number]
    option?.setAttribute("aria-selected", "true")
    option?.scrollIntoView({ block: "nearest" })
    if (option) this.input.setAttribute("aria-activedescendant", option.id)
    else this.input.removeAttribute("aria-activedescendant")
  }

  press(event) {
    const count = this.rows.length
    if (event.key === "ArrowDown" && count) this.activate((this.active + 1) % count)
    else if (event.key === "ArrowUp" && count) this.activate((this.active - 1 + count) % count)
    else if (event.key === "Enter") this.take()
    else if (event.key === "Escape") this.close({ typed: this.input.value })
    else if (event.key === "Backspace" && this.input.value === "") this.close({ typed: null })
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  /* Enter pressed before the server has answered means the first that is found. */
  take() {
    this.isWanted = this.isLooking
    if (this.isLooking) return
    if (this.rows[this.active]) this.choose(this.rows[this.active])
  }

  async choose(row) {
    if (!row.create) return this.close(row)
    this.say(gettext("One moment…"))
    try {
      const record = await this.records.create(row.create, row.name)
      this.close({ record, isNew: true })
    } catch (error) {
      this.say(error.message)
    }
  }

  say(words) {
    this.status.textContent = words
  }

  close(answer) {
    if (this.isClosed) return
    this.isClosed = true
    this.question = null
    clearTimeout(this.timer)
    this.dom.remove()
    this.done(answer)
  }
}

/* Ask whom a name means. Answers {record, isNew}, {remove}, or {typed}: what was typed for nothing,
   null if it was all taken back; with ``left`` if the reader of the box went elsewhere. */
export function askForMention({ host, records, words, place, mayRemove }) {
  return new Promise((done) => {
    const box = new MentionBox({ host, records, words, place, mayRemove, done })
    box.input.focus({ preventScroll: true })
    box.input.select()
  })
}
