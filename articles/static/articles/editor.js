/* The editor of a post's body: what the policy of markup/ lets through, without inline styles. */

import {
  Bold,
  BulletList,
  Document,
  Dropcursor,
  Editor,
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
} from "django-prose-editor/editor"
import { Embed } from "articles/embed"
import { Figure } from "articles/figure"
import { Mention } from "articles/mention"
import { cleanPasted } from "articles/paste"
import { Attribution, Quote } from "articles/quote"
import { Records, idsIn } from "articles/records"
import { OwnLink, OwnTable, countLine, oneStop, showCount, toolbar } from "articles/toolbar"
import { Typography } from "articles/typesetting"

const SELECTOR = "[data-django-prose-editor-desk]"

const extensions = (records, { providers, providerNames: names }) => [
  ...[Document, Text, Paragraph, HardBreak, HorizontalRule, Quote, Attribution],
  ...[Bold, Italic, Subscript, Superscript],
  ...[BulletList, ListItem, OrderedList.configure({ enableListAttributes: false })],
  ...[OwnTable, TableRow, TableHeader, TableCell],
  ...[Dropcursor, Gapcursor, History, Fullscreen, Typography, toolbar, oneStop],
  ...[Mention.configure({ records }), Figure.configure({ records })],
  Embed.configure({ providers, names }),
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
  // The library counts an image without a caption as nothing.
  const isEmpty = editor.isEmpty && idsIn(editor.state.doc).length === 0
  textarea.value = isEmpty ? "" : editor.getHTML()
  textarea.dispatchEvent(new Event("input", { bubbles: true }))
}

function createEditor(textarea) {
  if (textarea.closest(".prose-editor")) return
  const config = JSON.parse(textarea.dataset.djangoProseEditorDesk)
  const records = new Records(config, textarea.form)
  const attributes = nameOf(textarea)
  const element = crel("div", { className: "prose-editor" })
  const count = countLine()
  const tell = (editor) => {
    const isTooLong = textarea.value.length > config.limit
    showCount(count, editor.getText({ blockSeparator: "\n" }), isTooLong)
  }
  textarea.before(element)
  element.append(textarea)
  const editor = new Editor({
    element,
    extensions: extensions(records, config),
    content: textarea.value,
    editable: !textarea.disabled,
    // A line of dialogue begins with a hyphen; nobody here means Markdown by it.
    enableInputRules: false,
    enablePasteRules: false,
    injectCSS: false, // a style element, which the policy refuses: see editor.css
    editorProps: { attributes, transformPastedHTML: cleanPasted },
    onUpdate: () => store(editor, textarea),
    onTransaction: ({ editor }) => tell(editor),
  })
  element.append(count, crel("p", { className: "prose-notice", role: "status" }))
  tell(editor)
}

initializeEditors(createEditor, SELECTOR)
