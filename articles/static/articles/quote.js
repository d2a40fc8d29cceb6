/* A quotation with the line that says whose words they are. */

import { Blockquote, Node, findParentNode, pm } from "django-prose-editor/editor"

const quoteAt = findParentNode((node) => node.type.name === "blockquote")
const { Selection, TextSelection } = pm.state

const caretAt = (tr, position) => tr.setSelection(TextSelection.create(tr.doc, position))

/* Take the quote away and leave what it holds; the attribution becomes a paragraph. */
function unwrap(tr, { pos, node }) {
  const { paragraph } = tr.doc.type.schema.nodes
  const blocks = []
  node.forEach((child) => {
    if (child.type.name !== "attribution") blocks.push(child)
    else if (child.content.size > 0) blocks.push(paragraph.create(null, child.content))
  })
  const caret = tr.selection.from
  tr.replaceWith(pos, pos + node.nodeSize, blocks)
  tr.setSelection(Selection.near(tr.doc.resolve(Math.min(caret - 1, tr.doc.content.size))))
}

/* From an empty last paragraph on to the attribution, which is made if there is none. */
function toAttribution(tr, { pos, node }) {
  const { $from } = tr.selection
  const { attribution } = tr.doc.type.schema.nodes
  const hasOne = node.lastChild.type === attribution
  tr.delete($from.before(), $from.after())
  const end = pos + tr.doc.nodeAt(pos).nodeSize - 1
  if (!hasOne) tr.insert(end, attribution.create())
  caretAt(tr, hasOne ? end - node.lastChild.nodeSize + 1 : end + 1)
}

/* Out of the quote to a paragraph behind it; an attribution left empty is not kept. */
function leave(tr, { pos }) {
  const { $from } = tr.selection
  if ($from.parent.content.size === 0) tr.delete($from.before(), $from.after())
  const after = pos + tr.doc.nodeAt(pos).nodeSize
  tr.insert(after, tr.doc.type.schema.nodes.paragraph.create())
  caretAt(tr, after + 1)
}

/* Left to itself the editor would take the attribution for what follows a paragraph. */
function split(tr) {
  tr.split(tr.selection.from, 1, [{ type: tr.doc.type.schema.nodes.paragraph }]).scrollIntoView()
  return true
}

function pressEnter(state, tr) {
  const { $from, empty } = tr.selection
  const quote = quoteAt(tr.selection)
  if (!quote || !empty) return false
  if ($from.parent.type.name === "attribution") return leave(tr, quote) ?? true
  const children = quote.node.childCount
  const last = children - (quote.node.lastChild.type.name === "attribution" ? 2 : 1)
  if ($from.depth !== quote.depth + 1 || !$from.parent.isTextblock) return false
  if ($from.parent.content.size > 0) return split(tr)
  const isLast = $from.index(quote.depth) === last
  return isLast && last > 0 && (toAttribution(tr, quote) ?? true)
}

/* At the start of an attribution: an empty one goes, another becomes a paragraph of the quote. */
function pressBackspace(state, tr) {
  const { $from, empty } = tr.selection
  if (!empty || $from.parentOffset > 0 || $from.parent.type.name !== "attribution") return false
  const [from, to] = [$from.before(), $from.after()]
  if ($from.parent.content.size > 0) {
    const paragraph = state.schema.nodes.paragraph.create(null, $from.parent.content)
    caretAt(tr.replaceWith(from, to, paragraph), from + 1)
  } else {
    tr.delete(from, to).setSelection(Selection.near(tr.doc.resolve(from), -1))
  }
  return true
}

export const Quote = Blockquote.extend({
  content: "block+ attribution?",
  priority: 200,
  addCommands() {
    return {
      ...this.parent?.(),
      toggleBlockquote:
        () =>
        ({ tr, commands, dispatch }) => {
          const quote = quoteAt(tr.selection)
          if (!quote) return commands.wrapIn(this.name)
          if (dispatch) unwrap(tr, quote)
          return true
        },
    }
  },
  addKeyboardShortcuts() {
    const run = (press) => () =>
      this.editor.commands.command(({ state, tr }) => press(state, tr))
    const { Backspace, ...shortcuts } = this.parent?.() ?? {}
    return {
      ...shortcuts,
      Enter: run(pressEnter),
      Backspace: (props) => run(pressBackspace)() || Backspace?.(props),
    }
  },
})

export const Attribution = Node.create({
  name: "attribution",
  content: "text*",
  parseHTML: () => [{ tag: "cite", context: "blockquote/" }],
  renderHTML: () => ["cite", 0],
})
