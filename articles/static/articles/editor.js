/* The editor of a post's body: what markup.py lets through, under a policy without inline styles. */

import {
  Blockquote,
  Bold,
  BulletList,
  Document,
  Dropcursor,
  Editor,
  Extension,
  Fullscreen,
  Gapcursor,
  HardBreak,
  Heading,
  History,
  HorizontalRule,
  Italic,
  ListItem,
  OrderedList,
  Paragraph,
  Subscript,
  Superscript,
  TableCell,
  TableHeader,
  TableRow,
  Text,
  crel,
  initializeEditors,
  pm,
} from "django-prose-editor/editor"
import { cleanPasted } from "articles/paste"
import { OwnLink, OwnTable, countLine, showCount, toolbar } from "articles/toolbar"
import { STEPS } from "articles/typography"

const SELECTOR = "[data-django-prose-editor-desk]"

/* Positions in the text of a block are positions in the document: a line break counts as one. */
function editsOf(doc, step) {
  const edits = []
  doc.descendants((node, start) => {
    if (!node.isTextblock) return true
    const text = node.textBetween(0, node.content.size, "", "\n")
    for (const { from, to, insert } of step(text)) {
      edits.push({ from: start + 1 + from, to: start + 1 + to, insert })
    }
    return false
  })
  return edits
}

function typesetAll(transaction) {
  for (const step of STEPS) {
    for (const { from, to, insert } of editsOf(transaction.doc, step).reverse()) {
      const { marks } = transaction.doc.nodeAt(from === to ? from - 1 : from)
      transaction.replaceWith(from, to, transaction.doc.type.schema.text(insert, marks))
    }
  }
}

const Typography = Extension.create({
  name: "typography",
  addCommands() {
    return {
      typeset:
        () =>
        ({ tr, dispatch }) => {
          // A step of its own: undo must not take away the word typed just before.
          if (dispatch) typesetAll(pm.history.closeHistory(tr))
          return true
        },
    }
  },
  addKeyboardShortcuts() {
    return { "Mod-Shift-l": () => this.editor.commands.typeset() }
  },
  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: "typography",
      groups: "utility",
      button: buttons.text("«—»"),
      command: (editor) => editor.chain().focus().typeset().run(),
    })
  },
})

const EXTENSIONS = [
  ...[Document, Text, Paragraph, HardBreak, HorizontalRule, Blockquote],
  ...[Bold, Italic, Subscript, Superscript],
  ...[BulletList, ListItem, OrderedList.configure({ enableListAttributes: false })],
  ...[OwnTable, TableRow, TableHeader, TableCell],
  ...[Dropcursor, Gapcursor, History, Fullscreen, Typography, toolbar],
  Heading.configure({ levels: [2, 3] }),
  OwnLink.configure({
    autolink: false, // names of sites are words first
    enableTarget: false,
    defaultProtocol: "https",
    protocols: ["http", "https", "mailto", "tel"],
  }),
]

function nameOf(textarea) {
  const label = textarea.labels[0]?.textContent.trim().replace(/:$/, "") ?? ""
  return { role: "textbox", "aria-multiline": "true", "aria-label": label }
}

function store(editor, textarea) {
  textarea.value = editor.isEmpty ? "" : editor.getHTML()
  textarea.dispatchEvent(new Event("input", { bubbles: true }))
}

function createEditor(textarea) {
  if (textarea.closest(".prose-editor")) return
  const attributes = nameOf(textarea)
  const element = crel("div", { className: "prose-editor" })
  const count = countLine()
  textarea.before(element)
  element.append(textarea)
  const editor = new Editor({
    element,
    extensions: EXTENSIONS,
    content: textarea.value,
    editable: !textarea.disabled,
    // A line of dialogue begins with a hyphen; nobody here means Markdown by it.
    enableInputRules: false,
    enablePasteRules: false,
    injectCSS: false, // a style element, which the policy refuses: see editor.css
    editorProps: { attributes, transformPastedHTML: cleanPasted },
    onUpdate: () => store(editor, textarea),
    onTransaction: () => showCount(count, editor.getText({ blockSeparator: "\n" })),
  })
  element.append(count)
  showCount(count, editor.getText({ blockSeparator: "\n" }))
}

initializeEditors(createEditor, SELECTOR)
