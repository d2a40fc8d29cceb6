/* A video or a post of another site as a card: a link, never their script, picture or frame. */

import { Node, crel, gettext, pm, updateAttrsDialog } from "django-prose-editor/editor"
import { removeButton } from "articles/figure"

/* The https address in a text, and whose it is; null if it is not alone there or not listed. */
export function embedOf(text, providers) {
  const typed = text.trim()
  if (/\s/.test(typed)) return null
  try {
    const address = new URL(/^\w+:/.test(typed) ? typed : `https://${typed}`)
    if (address.protocol === "http:") address.protocol = "https:"
    const host = address.hostname.replace(/^www\./, "").replace(/^m\./, "")
    const isPlain = address.protocol === "https:" && !address.username && !address.port
    const provider = isPlain && address.pathname !== "/" && providers[host]
    return provider ? { provider, href: address.href } : null
  } catch {
    return null
  }
}

const shown = (href) => decodeURI(href).replace(/^https:\/\/(www\.)?/, "")

const cardOf = ({ provider, href }, title = "") => ({
  type: "embed",
  attrs: { provider, href },
  content: [{ type: "text", text: title.trim() || shown(href) }],
})

async function askForEmbed(editor, { providers, names }) {
  const fields = {
    href: { type: "string", title: gettext("Address"), required: true },
    title: { type: "string", title: gettext("Title") },
  }
  const sites = Object.values(names).join(", ")
  fields.href.description = sites
  let answer = {}
  for (;;) {
    const dialog = updateAttrsDialog(fields, {
      ...{ title: gettext("Card of a video or a post"), submitText: gettext("Insert") },
    })
    answer = await dialog(editor, answer)
    if (!answer) return
    const embed = embedOf(answer.href, providers)
    if (embed) {
      const content = [cardOf(embed, answer.title), { type: "paragraph" }]
      editor.chain().focus().insertContent(content).run()
      return
    }
    fields.href.description = `${gettext("Only addresses of these sites become cards:")} ${sites}`
  }
}

function embedView({ node, editor, getPos, names }) {
  const contentDOM = crel("span", { className: "body-card-title" })
  contentDOM.dataset.placeholder = gettext("Title")
  const quiet = (className, textContent) => {
    const element = crel("span", { className, textContent })
    element.contentEditable = "false"
    return element
  }
  const { provider, href } = node.attrs
  const dom = crel("figure", { className: "body-card" }, [
    quiet("body-card-provider", names[provider] ?? provider),
    contentDOM,
    quiet("body-card-address", shown(href)),
    removeButton(gettext("Take the card out"), { editor, getPos }),
  ])
  return {
    ...{ dom, contentDOM },
    stopEvent: ({ target }) => Boolean(target.closest?.(".body-remove")),
    ignoreMutation: ({ target, type }) => type !== "selection" && !contentDOM.contains(target),
    update: (changed) => changed.type === node.type && changed.attrs.href === href,
  }
}

export const Embed = Node.create({
  name: "embed",
  group: "block",
  content: "text*",
  marks: "",
  draggable: true,
  isolating: true,
  priority: 200,
  addOptions: () => ({ providers: {}, names: {} }),
  addAttributes: () => ({
    provider: { rendered: false, isRequired: true },
    href: { rendered: false, isRequired: true },
  }),
  parseHTML() {
    return [
      {
        tag: "figure[data-embed]",
        getAttrs: (element) =>
          embedOf(element.querySelector("a")?.getAttribute("href") ?? "", this.options.providers) ??
          false,
        contentElement: "a",
      },
    ]
  },
  renderHTML: ({ node: { attrs } }) => [
    "figure",
    { "data-embed": attrs.provider },
    ["a", { href: attrs.href }, 0],
  ],
  addNodeView() {
    const { names } = this.options
    return ({ node, editor, getPos }) => embedView({ node, editor, getPos, names })
  },
  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: "embed",
      groups: "nodes",
      button: buttons.material("smart_display"),
      active: (editor) => editor.isActive("embed"),
      command: (editor) => askForEmbed(editor, this.options),
    })
  },
  addKeyboardShortcuts() {
    return {
      Enter: () => {
        const { $from } = this.editor.state.selection
        if ($from.parent.type.name !== "embed") return false
        const chain = this.editor.chain().insertContentAt($from.after(), { type: "paragraph" })
        return chain.focus($from.after() + 1).run()
      },
    }
  },
  addProseMirrorPlugins() {
    const { providers } = this.options
    const { editor } = this
    const handlePaste = ({ state }, { clipboardData }) => {
      const { parent } = state.selection.$from
      const isOwnLine = parent.type.name === "paragraph" && parent.content.size === 0
      const embed = isOwnLine && embedOf(clipboardData.getData("text/plain"), providers)
      if (!embed) return false
      return editor.commands.insertContent([cardOf(embed), { type: "paragraph" }])
    }
    return [new pm.state.Plugin({ props: { handlePaste } })]
  },
})
