/* The buttons of the body editor, in the user's language. */

import { Extension, Link, Menu, Table, crel, gettext, updateAttrsDialog } from "django-prose-editor/editor"

const GROUPS = () => [
  {
    paragraph: gettext("Paragraph"),
    heading2: gettext("Heading"),
    heading3: gettext("Small heading"),
    blockquote: gettext("Quotation"),
    bulletList: gettext("Bulleted list"),
    orderedList: gettext("Numbered list"),
  },
  {
    bold: gettext("Bold (Ctrl+B)"),
    italic: gettext("Italic (Ctrl+I)"),
    subscript: gettext("Subscript"),
    superscript: gettext("Superscript"),
  },
  {
    mention: gettext("Person, organization or event (@)"),
    link: gettext("Link (Ctrl+K)"),
    unlink: gettext("Remove link"),
  },
  {
    figure: gettext("Image"),
    embed: gettext("Card of a video or a post"),
    horizontalRule: gettext("Line across"),
  },
  {
    table: gettext("Table"),
    "table:addColumnAfter": gettext("Add column"),
    "table:deleteColumn": gettext("Delete column"),
    "table:addRowAfter": gettext("Add row"),
    "table:deleteRow": gettext("Delete row"),
    "table:mergeCells": gettext("Merge cells"),
    "table:splitCell": gettext("Split cell"),
    "table:toggleHeaderCell": gettext("Header cell"),
    "table:deleteTable": gettext("Delete table"),
  },
  { typography: gettext("Quotes, dashes, spaces (Ctrl+Shift+L)") },
  { "history:undo": gettext("Undo (Ctrl+Z)"), "history:redo": gettext("Redo (Ctrl+Shift+Z)") },
  { fullscreen: gettext("Full screen (F11)") },
]

const SAYS_PRESSED = new Set(["bold", "italic", "subscript", "superscript", "fullscreen"])

function label(item, words) {
  item.button.title = words
  item.button.setAttribute("aria-label", words)
  if (SAYS_PRESSED.has(item.name)) {
    const { update } = item
    item.update = (editor) => {
      update(editor)
      item.button.setAttribute("aria-pressed", String(!!item.active(editor)))
    }
  }
  return item
}

function buttonGroups({ editor, menu }) {
  const items = menu.items("nodes lists marks link table history utility")
  const named = (name) => items.find((item) => item.name === name)
  return GROUPS().map((labels) =>
    menu.buttonGroup(
      { editor },
      Object.entries(labels).map(([name, words]) => label(named(name), words)),
    ),
  )
}

export const toolbar = Menu.configure({ items: buttonGroups })

/* One stop of the Tab key with arrows inside it, as in any toolbar: from the lead it is two
   presses to the text, not twenty. */
function makeOneStop(bar) {
  const buttons = () => [...bar.querySelectorAll("button")]
  const inSight = () => buttons().filter((button) => button.offsetParent)
  const stopAt = (stop) => {
    for (const button of buttons()) button.tabIndex = button === stop ? 0 : -1
  }
  bar.setAttribute("role", "toolbar")
  bar.setAttribute("aria-label", gettext("Formatting"))
  stopAt(inSight()[0])
  bar.addEventListener("focusin", ({ target }) => stopAt(target))
  bar.addEventListener("focusout", ({ relatedTarget }) => {
    if (!bar.contains(relatedTarget)) stopAt(inSight()[0])
  })
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!step) return
    const shown = inSight()
    shown.at((shown.indexOf(event.target) + step) % shown.length).focus()
    event.preventDefault()
  })
}

export const oneStop = Extension.create({
  name: "oneStop",
  priority: 1, // after the menu, which is drawn by then
  onCreate() {
    makeOneStop(this.editor.options.element.querySelector(".prose-menubar"))
  },
})

/* The library asks for rows and columns in English; they are added and taken away by button. */
export const OwnTable = Table.extend({
  addCommands() {
    return {
      ...this.parent?.(),
      insertTableWithOptions:
        () =>
        ({ commands }) =>
          commands.insertTable({ rows: 3, cols: 3, withHeaderRow: true }),
    }
  },
})

/* People type "example.org", and paste addresses with a space around them. */
const fullAddress = (typed) => {
  const address = typed.trim()
  if (/^[\w.+-]+@[\w-]+(\.[\w-]+)+$/.test(address)) return `mailto:${address}`
  return address && !/^(\w+:|\/|#)/.test(address) ? `https://${address}` : address
}

async function askForLink(editor) {
  const fields = { href: { type: "string", title: gettext("Address"), required: true } }
  const dialog = updateAttrsDialog(fields, { title: gettext("Link") })
  const answer = await dialog(editor, editor.getAttributes("link"))
  if (!answer) return
  const href = fullAddress(answer.href)
  editor.chain().focus().extendMarkRange("link").setLink({ href }).run()
}

export const OwnLink = Link.extend({
  addCommands() {
    return {
      ...this.parent?.(),
      addLink:
        () =>
        ({ editor }) => {
          if (editor.state.selection.empty && !editor.isActive("link")) return false
          askForLink(editor)
          return true
        },
    }
  },
})

export const countLine = () => crel("p", { className: "prose-count" })

export function showCount(line, text, isTooLong) {
  const words = text.match(/[\p{L}\p{N}]+(?:[-’'.,][\p{L}\p{N}]+)*/gu)?.length ?? 0
  const characters = [...text.replaceAll("\n", "")].length
  const say = (one, many, number) => interpolate(ngettext(one, many, number), [number])
  line.classList.toggle("prose-too-long", isTooLong)
  line.textContent = [
    say("%s character", "%s characters", characters),
    say("%s word", "%s words", words),
    ...(isTooLong ? [gettext("too long to be saved")] : []),
  ].join(" · ")
}
