/* Russian typography as a command of the editor: the whole body, one step to undo. */

import { Extension, pm } from "django-prose-editor/editor"
import { STEPS } from "articles/typography"

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

export const Typography = Extension.create({
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
