/* A mention is a mark: the words stay words, and can be inflected. */

import { Mark, crel, gettext, pm } from "django-prose-editor/editor"
import { askForMention } from "articles/mention_box"

const KINDS = ["person", "organization", "event"]
const ID = /^[1-9]\d{0,17}$/
const MAY_FOLLOW = /[\s([{«„“"'—–-]$/

const { Selection } = pm.state
const mentionOf = (node) => node?.marks.find((mark) => mark.type.name === "mention")

const parseRule = (kind) => ({
  tag: `span[data-${kind}]`,
  getAttrs: (element) => {
    const id = element.getAttribute(`data-${kind}`)
    return ID.test(id) && { kind, id }
  },
})

/* What is selected within one block, without the spaces around it. */
function selectedIn({ doc, selection }) {
  const from = Selection.near(doc.resolve(selection.from)).from
  const to = Selection.near(doc.resolve(selection.to), -1).to
  if (from > to || !doc.resolve(from).sameParent(doc.resolve(to))) return { from: to, to }
  const text = doc.textBetween(from, to, "\n", "\n")
  const start = from + text.length - text.trimStart().length
  return { from: start, to: start + text.trim().length }
}

/* The words a mark is put on: those selected, or the whole mention the caret stands in. */
function wordsAt(state) {
  const range = selectedIn(state)
  const $at = state.doc.resolve(range.to)
  const mark = mentionOf($at.nodeBefore) ?? mentionOf($at.nodeAfter)
  if (!mark || range.from < range.to) return { ...range, mark }
  let found = range
  $at.parent.forEach((node, offset) => {
    const from = $at.start() + offset
    const to = from + node.nodeSize
    if (!mark.isInSet(node.marks) || from > range.to || to < range.from) return
    found = { from: Math.min(from, found.from), to: Math.max(to, found.to) }
  })
  return { ...found, mark }
}

function insertMention(editor, { from, to }, { kind, id, name }) {
  editor
    .chain()
    .focus()
    .command(({ tr, state }) => {
      const mark = state.schema.marks.mention.create({ kind, id: String(id) })
      if (from === to) {
        const marks = mark.addToSet(tr.doc.resolve(from).marks())
        tr.insert(from, state.schema.text(name, marks))
        to = from + name.length
      } else {
        tr.addMark(from, to, mark)
      }
      tr.setSelection(pm.state.TextSelection.create(tr.doc, to)).setStoredMarks([])
      return true
    })
    .run()
}

function removeMention(editor, { from, to }) {
  const { mention } = editor.schema.marks
  editor.chain().focus().command(({ tr }) => tr.removeMark(from, to, mention) && true).run()
}

/* Words typed for nothing are no mention, but nobody loses them. */
function keepTyped(editor, range, { typed, left }, sign) {
  const chain = left ? editor.chain() : editor.chain().focus(range.to)
  if (sign && typed !== null) chain.insertContentAt(range.from, `${sign}${typed}`)
  chain.run()
}

function tellOfNew(editor, { kind, name, address }) {
  const words = {
    person: gettext("Created as a person, not published yet: %s"),
    organization: gettext("Created as an organization, not published yet: %s"),
    event: gettext("Created as an event with the date of today, not published yet: %s"),
  }
  const [before, after] = words[kind].split("%s")
  const link = crel("a", { href: address, target: "_blank", rel: "noopener", textContent: name })
  editor.options.element.querySelector(".prose-notice").replaceChildren(before, link, after)
}

async function ask(editor, records, sign = "") {
  const { state, view } = editor
  const range = wordsAt(state)
  const isWord = range.from < range.to
  const answer = await askForMention({
    host: editor.options.element,
    records,
    words: isWord ? state.doc.textBetween(range.from, range.to, " ").slice(0, 255) : "",
    place: view.coordsAtPos(range.from),
    mayRemove: Boolean(range.mark),
  })
  if (answer.record) {
    records.put(answer.record.kind, answer.record)
    records.name(answer.record)
    insertMention(editor, range, answer.record)
    if (answer.isNew) tellOfNew(editor, answer.record)
  } else if (answer.remove) {
    removeMention(editor, range)
  } else {
    keepTyped(editor, range, answer, isWord ? "" : sign)
  }
}

function decorations({ doc }, records) {
  const found = []
  doc.descendants((node, start) => {
    const mark = mentionOf(node)
    if (!mark) return
    const record = records.get(mark.attrs.kind, mark.attrs.id)
    const title = record === null ? gettext("There is no such record.") : (record?.name ?? "")
    const isHidden = record === null || record?.is_published === false
    found.push(
      pm.view.Decoration.inline(start, start + node.nodeSize, {
        ...{ title, class: isHidden ? "mention mention-hidden" : "mention" },
      }),
    )
  })
  return pm.view.DecorationSet.create(doc, found)
}

/* Letters typed right behind a mention inflect its last word; anything else leaves it. */
function goOn(view, from, to, text) {
  const { state } = view
  const { $from } = state.selection
  const mark = from === to && mentionOf($from.nodeBefore)
  if (!mark || mentionOf($from.nodeAfter) || !/^\p{L}+$/u.test(text)) return false
  if (!/\p{L}$/u.test($from.nodeBefore.text)) return false
  view.dispatch(state.tr.insert(from, state.schema.text(text, $from.nodeBefore.marks)))
  return true
}

export const Mention = Mark.create({
  name: "mention",
  inclusive: false,
  excludes: "mention link",
  addOptions: () => ({ records: null }),
  addAttributes: () => ({ kind: { rendered: false }, id: { rendered: false } }),
  parseHTML: () => KINDS.map(parseRule),
  renderHTML: ({ mark }) => ["span", { [`data-${mark.attrs.kind}`]: mark.attrs.id }, 0],
  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: "mention",
      groups: "marks",
      button: buttons.text("@"),
      active: (editor) => editor.isActive("mention"),
      command: (editor) => ask(editor, this.options.records),
    })
  },
  onCreate() {
    const { records } = this.options
    records.listeners.add(() => this.editor.view.dispatch(this.editor.state.tr))
    records.want(this.editor.state.doc)
  },
  onUpdate() {
    this.options.records.want(this.editor.state.doc)
  },
  addProseMirrorPlugins() {
    const { records } = this.options
    const { editor } = this
    const props = {
      decorations: (state) => decorations(state, records),
      handleTextInput(view, from, to, text) {
        const before = view.state.doc.textBetween(Math.max(0, from - 1), from, "\n", "\n")
        const { parent } = view.state.selection.$from
        const mayName = parent.type.allowsMarkType(view.state.schema.marks.mention)
        if (text !== "@" || !mayName || (before && !MAY_FOLLOW.test(before))) {
          return goOn(view, from, to, text)
        }
        ask(editor, records, "@")
        return true
      },
    }
    return [new pm.state.Plugin({ props })]
  },
})
