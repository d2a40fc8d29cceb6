/* An image of ours in the body: its id is stored, its caption is written here. */

import { Node, crel, gettext, pm } from "django-prose-editor/editor"

const ID = /^[1-9]\d{0,17}$/

export const filesIn = (transfer) =>
  [...(transfer?.files ?? [])].filter(({ type }) => type.startsWith("image/"))

/* A node of its own beside words that can be edited, with a button that takes it away. */
export function removeButton(label, { editor, getPos }) {
  const button = crel("button", {
    ...{ type: "button", className: "body-remove", title: label, "aria-label": label },
    textContent: "×",
  })
  button.contentEditable = "false"
  button.addEventListener("click", () => {
    const from = getPos()
    const to = from + editor.state.doc.nodeAt(from).nodeSize
    editor.chain().focus().deleteRange({ from, to }).run()
  })
  return button
}

class FigureView {
  constructor({ node, editor, getPos, records }) {
    Object.assign(this, { node, records })
    this.image = crel("img", { className: "body-image" })
    this.credit = crel("p", { className: "body-credit" })
    this.contentDOM = crel("figcaption")
    this.dom = crel("figure", { className: "body-figure" }, [
      ...[this.image, removeButton(gettext("Take the image out"), { editor, getPos })],
      ...[this.contentDOM, this.credit],
    ])
    this.image.draggable = false // the figure is dragged as a whole
    this.image.contentEditable = this.credit.contentEditable = "false"
    this.draw = () => this.drawImage()
    records.listeners.add(this.draw)
    this.draw()
  }

  drawImage() {
    const image = this.records.get("image", this.node.attrs.id)
    this.dom.classList.toggle("body-lost", image === null)
    this.contentDOM.dataset.placeholder = image?.caption || gettext("Caption")
    this.image.alt = image?.alt_text ?? ""
    if (image && this.image.getAttribute("src") !== image.thumbnail) this.image.src = image.thumbnail
    this.credit.textContent =
      image === null
        ? gettext("This image is no longer in the library.")
        : (image?.credit ?? "")
  }

  update(node) {
    if (node.type !== this.node.type) return false
    this.node = node
    this.draw()
    return true
  }

  ignoreMutation({ target, type }) {
    return type !== "selection" && (type === "attributes" || !this.contentDOM.contains(target))
  }

  stopEvent({ target }) {
    return Boolean(target.closest?.(".body-remove"))
  }

  destroy() {
    this.records.listeners.delete(this.draw)
  }
}

/* Let the library find, take in and describe an image, then put it there. */
async function pick(editor, records, file = null, at = null) {
  const { pickImage } = await import("articles/library")
  const image = await pickImage({ file })
  if (!image) return void editor.commands.focus()
  records.put("image", image)
  const figure = { type: "figure", attrs: { id: String(image.id) } }
  const content = [figure, { type: "paragraph" }]
  if (at === null) editor.chain().focus().insertContent(content).run()
  else editor.chain().focus().insertContentAt(at, content).run()
}

async function pickEach(editor, records, files, at = null) {
  for (const file of files) await pick(editor, records, file, at)
}

/* Whatever file is dropped on the editor, its buttons too: a browser would leave the form for it. */
function takeDrops(editor, records) {
  const host = editor.options.element
  const take = (event) => {
    const isFile = [...(event.dataTransfer?.types ?? [])].includes("Files")
    if (!isFile || editor.view.dragging) return
    event.preventDefault()
    event.stopPropagation() // dropped on the form it would be the lead image
    if (event.type !== "drop" || !editor.isEditable) return
    const place = { left: event.clientX, top: event.clientY }
    pickEach(editor, records, filesIn(event.dataTransfer), editor.view.posAtCoords(place)?.pos)
  }
  host.addEventListener("dragover", take, { capture: true })
  host.addEventListener("drop", take, { capture: true })
}

/* Programs put a picture of the copied text beside the text itself: the text is meant then. */
const hasWords = (transfer) => Boolean(transfer.getData("text/plain").trim())

const captionAt = ({ $from, empty }) => empty && $from.parent.type.name === "figure" && $from.parent

export const Figure = Node.create({
  name: "figure",
  group: "block",
  content: "text*",
  draggable: true,
  isolating: true,
  priority: 200,
  addOptions: () => ({ records: null }),
  addAttributes: () => ({ id: { rendered: false, isRequired: true } }),
  parseHTML: () => [
    {
      tag: "figure[data-image]",
      getAttrs: (element) => ID.test(element.dataset.image) && { id: element.dataset.image },
      contentElement: (element) =>
        element.querySelector("figcaption") ?? element.ownerDocument.createElement("figcaption"),
    },
  ],
  renderHTML: ({ node }) => ["figure", { "data-image": node.attrs.id }, ["figcaption", 0]],
  addNodeView() {
    const { records } = this.options
    return ({ node, editor, getPos }) => new FigureView({ node, editor, getPos, records })
  },
  addCommands() {
    return {
      insertFigure:
        () =>
        ({ dispatch }) => {
          if (dispatch) pick(this.editor, this.options.records)
          return true
        },
    }
  },
  addKeyboardShortcuts() {
    return {
      Enter: () => {
        const { selection } = this.editor.state
        if (!captionAt(selection)) return false
        const after = selection.$from.after()
        const chain = this.editor.chain().insertContentAt(after, { type: "paragraph" })
        return chain.focus(after + 1).run()
      },
      Backspace: () => {
        const { selection } = this.editor.state
        const isEmpty = captionAt(selection)?.content.size === 0
        return isEmpty && this.editor.commands.setNodeSelection(selection.$from.before())
      },
    }
  },
  onCreate() {
    takeDrops(this.editor, this.options.records)
  },
  addProseMirrorPlugins() {
    const { records } = this.options
    const { editor } = this
    const props = {
      handlePaste(_view, { clipboardData }) {
        const files = filesIn(clipboardData)
        if (files.length === 0 || hasWords(clipboardData)) return false
        pickEach(editor, records, files)
        return true
      },
    }
    return [new pm.state.Plugin({ props })]
  },
})
