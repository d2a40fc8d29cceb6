// The panel of names beside a text: asks what it names as its writer pauses, and fills the fields
// of the form with what is accepted. The fields stay the truth of who is named.

import { Records } from "articles/records"

const PAUSE = 1000
const AGAIN = 2000 // while new names are still looked for
const MOST_AGAIN = 5
const FIELDS = ["persons", "organizations", "events"]
const LISTS = ["known", "suggested", "choices", "new", "gone", "refused"]
const TEMPLATES = {
  known: "item",
  suggested: "item",
  choices: "choice",
  new: "proposal",
  gone: "row",
  refused: "row",
}

const form = document.querySelector("#post_form")
const panel = document.querySelector("#names")

if (form && panel) start()

function start() {
  const decided = form.elements.decided
  const records = new Records({ mentions: panel.dataset.mentions }, form)
  const line = panel.querySelector(".names-line")
  const tip = tipOf(panel)
  let asked, asking, timer, times, creatable

  form.addEventListener("input", ({ target }) => {
    if (["headline", "lead", "body", "language"].includes(target.name)) soon(PAUSE)
  })
  for (const name of FIELDS) django.jQuery(form.elements[name]).on("change", () => soon(0))
  addEventListener("online", () => soon(0))
  panel.addEventListener("click", ({ target, detail }) => {
    const button = target.closest("[data-do]")
    // The second click of two would be for what has moved under the pointer.
    if (button && detail < 2) press(button)
  })
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches(".names-input, .names-select")) return
    event.preventDefault() // or it would save the form
    if (!event.isComposing) press(event.target.closest("li").querySelector("[data-do=create]"))
  })
  ask()

  function soon(pause) {
    clearTimeout(timer)
    timer = setTimeout(() => ask(), pause)
  }

  function question() {
    const words = new URLSearchParams()
    for (const name of ["headline", "lead", "body", "language", ...FIELDS, "decided"]) {
      for (const value of new FormData(form).getAll(name)) words.append(name, value)
    }
    return words.toString()
  }

  async function ask(isAgain = false) {
    const body = question()
    if (body === asked && !isAgain) return
    asking?.abort()
    const mine = (asking = new AbortController())
    times = isAgain ? times + 1 : 0
    asked = body
    try {
      const answer = await fetch(panel.dataset.url, {
        method: "POST",
        body,
        redirect: "error", // to the log-in page: the session is lost, and autosave says so
        signal: mine.signal,
        headers: {
          "Content-Type": "application/x-www-form-urlencoded",
          "X-CSRFToken": form.elements.csrfmiddlewaretoken.value,
        },
      })
      const told = await answer.json()
      if (mine !== asking) return
      if (answer.ok) show(told)
      else say(told.error)
    } catch {
      if (mine === asking) asked = undefined // no connection: asked again with the next change
    }
  }

  function show(found) {
    creatable = found.create
    const named = decisions().map(({ kind, as = kind, name }) => keyOf({ kind: as, name }))
    const dismissed = new Set(named)
    found.new = (found.new ?? []).filter((row) => !dismissed.has(keyOf(row)))
    const focused = document.activeElement
    for (const name of LISTS) list(name, found[name])
    if (panel.contains(focused)) focused.focus({ preventScroll: true })
    summarize()
    const about = asked
    if (found.pending && times < MOST_AGAIN) setTimeout(() => asked === about && ask(true), AGAIN)
  }

  // What stays keeps its place and its focus, and what somebody has typed into it.
  function list(name, rows) {
    const ul = panel.querySelector(`[data-list=${name}] ul`)
    const old = new Map([...ul.children].map((item) => [item.dataset.key, item]))
    rows.forEach((row, at) => {
      const key = keyOf(row)
      const item = old.get(key) ?? make(name, row, key)
      old.delete(key)
      fill(item, row)
      if (ul.children[at] !== item) ul.insertBefore(item, ul.children[at] ?? null)
    })
    for (const item of old.values()) item.remove()
    ul.closest("[data-list]").hidden = rows.length === 0
  }

  function make(name, row, key) {
    const item = document.querySelector(`#names-${TEMPLATES[name]}`).content.cloneNode(true)
      .firstElementChild
    item.dataset.key = key
    item.querySelector(`[data-do=${name === "gone" ? "back" : "remove"}]`)?.remove()
    const choices = row.candidates ?? row.looks_like ?? []
    const pick = item.querySelector(".names-pick")
    pick?.append(...choices.map(candidate))
    if (pick) pick.hidden = choices.length === 0
    if (name === "new") dress(item, row)
    const title = titleOf(row)
    for (const button of item.querySelectorAll(":scope > [data-do], .names-make > [data-do]")) {
      button.setAttribute("aria-label", `${button.title || button.textContent}: ${title}`)
    }
    return item
  }

  function dress(item, { name, kind: likeliest }) {
    item.querySelector("input").value = name
    const select = item.querySelector("select")
    for (const kind of creatable) {
      select.add(new Option(panel.dataset[kind], kind, false, kind === likeliest))
    }
    item.querySelector(".names-make").hidden = creatable.length === 0
  }

  function candidate(row) {
    const button = element("button", "names-button names-candidate", row.name)
    Object.assign(button, { type: "button", row })
    button.dataset.do = "pick"
    button.append(element("span", "names-about", joined(panel.dataset[row.kind], row.about)))
    return button
  }

  function fill(item, row) {
    item.row = row
    const put = (selector, words) => {
      const place = item.querySelector(`.names-who > ${selector}`)
      if (place && place.textContent !== words) place.textContent = words
    }
    const title = titleOf(row)
    put(".names-name", title)
    put(".names-plain", row.name)
    const known = [title, quoted(title)]
    const seen = (row.words ?? []).map(quoted).filter((words) => !known.includes(words))
    const times = row.times > 1 ? `×${row.times}` : ""
    const isShort = seen.length === 0 && item.querySelector(".names-who > .names-about")
    put(".names-about", joined(panel.dataset[row.kind], row.about, isShort && times))
    put(".names-words", [...seen, isShort ? "" : times].filter(Boolean).join(" "))
  }

  async function press(button) {
    const item = button.closest("li")
    const row = button.row ?? item?.row
    const what = button.dataset.do
    if (what === "accept-all") {
      const items = panel.querySelectorAll("[data-list=known] li")
      leave(button, ...items)
      for (const { row } of items) records.name(row)
      return summarize()
    }
    if (what === "create" && !(await create(item))) return
    leave(button, item)
    if (what === "accept" || what === "pick") records.name(row)
    if (what === "pick" && item.row.looks_like) decide(meant(row, item.row))
    if (what === "remove") records.unname(row)
    if (what === "back") decide({ kind: row.kind, id: row.id, back: true })
    if (what === "refuse") decide(...refusals(row))
    summarize()
  }

  // Makes a record of what stands in the item; what is against it is said there.
  async function create(item) {
    const error = item.querySelector(".names-error")
    if (item.isBusy) return false
    item.isBusy = true
    error.textContent = ""
    try {
      const name = item.querySelector("input").value
      const record = await records.create(item.querySelector("select").value, name)
      records.name(record)
      decide(meant(record, item.row))
      return true
    } catch ({ message }) {
      error.textContent = message
      return false
    } finally {
      item.isBusy = false
    }
  }

  // A new name that is no new one: it is offered no more, and next time its words are known.
  function meant({ kind, id }, { kind: as, name, words }) {
    return { kind, id, as, name, words: words[0], is: true }
  }

  function refusals({ kind, id, name, words, candidates }) {
    if (!id && !candidates) return [{ kind, name }]
    return (candidates ?? [{ kind, id }]).map((each) => ({
      ...{ kind: each.kind, id: each.id, words: words[0] },
    }))
  }

  function decisions() {
    return JSON.parse(decided.value || "[]")
  }

  // The last word about a record counts.
  function decide(...rows) {
    const keys = new Set(rows.map(keyOf))
    const kept = decisions().filter((row) => !keys.has(keyOf(row)))
    decided.value = JSON.stringify([...kept, ...rows])
    soon(0)
  }

  // What is decided goes at once; the focus goes to the same button of what stands next.
  function leave(button, ...items) {
    tip.hide()
    const whole = button.closest("[data-list]")
    const rest = [...(whole?.querySelectorAll("li") ?? [])]
    const at = rest.indexOf(items[0])
    const hadFocus = panel.contains(document.activeElement)
    for (const item of items) item.remove()
    if (!whole) return
    const left = rest.filter((item) => item.isConnected)
    whole.hidden = left.length === 0
    const next = (left[at] ?? left.at(-1))?.querySelector(`[data-do=${button.dataset.do}]`)
    if (hadFocus) (next ?? panel.querySelector("#names-title")).focus()
  }

  function summarize() {
    const count = (name) => panel.querySelectorAll(`[data-list=${name}] > ul > li`).length
    const known = count("known") + count("suggested") + count("choices")
    const fresh = count("new")
    const gone = count("gone")
    const chosen = FIELDS.reduce((sum, name) => sum + form.elements[name].selectedOptions.length, 0)
    panel.querySelector("[data-list=refused] .names-count").textContent = count("refused")
    const parts = [
      known && interpolate(ngettext("%s known name", "%s known names", known), [known]),
      fresh && interpolate(ngettext("%s new", "%s new", fresh), [fresh]),
    ].filter(Boolean)
    const isEmpty = !["headline", "lead", "body"].some((name) => form.elements[name].value.trim())
    let words = gettext("No names found in the text.")
    if (parts.length > 0) words = interpolate(gettext("Found: %s."), [parts.join(", ")])
    else if (isEmpty) words = gettext("Whom the text names is shown here as you write.")
    else if (chosen > gone) words = gettext("All names found are in the fields.")
    if (gone) words += ` ${interpolate(gettext("Not in the text: %s."), [gone])}`
    say(words)
  }

  function say(words) {
    if (line.textContent !== words) line.textContent = words
  }
}

function keyOf({ kind, id, name, candidates }) {
  if (candidates) return candidates.map(keyOf).join(" ")
  return `${kind}:${id || name}`
}

function titleOf({ candidates, looks_like, words, name }) {
  return candidates || looks_like ? quoted(words[0]) : name
}

function joined(...parts) {
  return parts.filter(Boolean).join(" · ")
}

function quoted(words) {
  return `«${words.replaceAll("«", "„").replaceAll("»", "“")}»`
}

function element(name, className, textContent) {
  return Object.assign(document.createElement(name), { className, textContent })
}

// Where a name stands and why it was found: on hover and on focus, until Escape.
function tipOf(panel) {
  const tip = panel.querySelector("#names-tip")
  let owner, timer
  const later = (act) => {
    clearTimeout(timer)
    timer = setTimeout(act, 200)
  }
  panel.addEventListener("pointerover", ({ target, pointerType }) => {
    const name = target.closest(".names-who")?.querySelector(".names-name")
    if (pointerType === "touch") return // it gives the focus
    if (name && name !== owner) later(() => show(name))
    else if (name || tip.contains(target)) clearTimeout(timer)
    else later(hide)
  })
  panel.addEventListener("pointerleave", () => later(hide))
  panel.addEventListener("focusin", ({ target }) => target.matches(".names-name") && show(target))
  panel.addEventListener("focusout", hide)
  panel.addEventListener("scroll", hide, { capture: true })
  document.addEventListener("keydown", ({ key }) => key === "Escape" && hide())

  function show(name) {
    hide()
    owner = name
    const item = name.closest("li")
    tip.replaceChildren(...item.row.where.map(place))
    name.setAttribute("aria-describedby", tip.id)
    tip.hidden = false
    const frame = panel.getBoundingClientRect()
    const { bottom, top } = item.getBoundingClientRect()
    const isLow = bottom + tip.offsetHeight > innerHeight - 80
    tip.style.top = `${(isLow ? top - tip.offsetHeight : bottom) - frame.top - panel.clientTop}px`
  }

  function hide() {
    clearTimeout(timer)
    owner?.removeAttribute("aria-describedby")
    owner = undefined
    tip.hidden = true
  }

  return { hide }
}

function place({ before, words, after, reason }) {
  const line = element("p", "", before)
  line.append(element("mark", "", words), after)
  if (reason) line.append(element("span", "names-reason", reason))
  return line
}
