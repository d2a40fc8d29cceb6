/* What stands behind the ids in a body: names of records, pictures. Each is asked for once. */

const KINDS = ["person", "organization", "event", "image"]

/* Every mention and figure of a document, as [kind, id]. */
export function idsIn(doc) {
  const ids = []
  doc.descendants((node) => {
    if (node.type.name === "figure") ids.push(["image", node.attrs.id])
    const mention = node.marks.find((mark) => mark.type.name === "mention")
    if (mention) ids.push([mention.attrs.kind, mention.attrs.id])
  })
  return ids
}

export class Records {
  constructor({ mentions, facts }, form) {
    Object.assign(this, { mentions, facts, form, listeners: new Set() })
    this.known = new Map()
  }

  /* The facts of a record; null if there is none, undefined if nobody has answered yet. */
  get(kind, id) {
    return this.known.get(`${kind}:${id}`)
  }

  put(kind, fact) {
    this.known.set(`${kind}:${fact.id}`, fact)
    this.tell()
  }

  tell() {
    for (const listener of this.listeners) listener()
  }

  /* Ask for what the document names and nobody has asked for yet. */
  async want(doc) {
    const unknown = idsIn(doc).filter(([kind, id]) => !this.known.has(`${kind}:${id}`))
    if (unknown.length === 0) return
    for (const [kind, id] of unknown) this.known.set(`${kind}:${id}`, undefined)
    const query = new URLSearchParams()
    for (const kind of KINDS) {
      const ids = new Set(unknown.filter((row) => row[0] === kind).map((row) => row[1]))
      if (ids.size > 0) query.set(kind, [...ids].join(","))
    }
    const answer = await this.fetch(`${this.facts}?${query}`).catch(() => null)
    if (!answer?.ok) return
    const facts = await answer.json()
    for (const [kind, id] of unknown) this.known.set(`${kind}:${id}`, facts[kind]?.[id] ?? null)
    this.tell()
  }

  /* {results, create}: the records called so, and the kinds of which a new one may be made. */
  async search(words) {
    const answer = await this.fetch(`${this.mentions}?${new URLSearchParams({ q: words })}`)
    if (!answer.ok) throw new Error(String(answer.status))
    return answer.json()
  }

  /* Make a record with only a name; throws what the server says against it. */
  async create(kind, name) {
    const answer = await this.fetch(this.mentions, {
      method: "POST",
      body: JSON.stringify({ kind, name }),
      headers: {
        "Content-Type": "application/json",
        "X-CSRFToken": this.form.elements.csrfmiddlewaretoken.value,
      },
    })
    const told = await answer.json().catch(() => ({}))
    if (!answer.ok) throw new Error(told.error ?? String(answer.status))
    return told
  }

  fetch(address, options = {}) {
    return fetch(address, { credentials: "same-origin", ...options })
  }

  /* The fields of the form stay the truth of who is named. */
  name({ kind, id, name }) {
    const field = this.form.elements[`${kind}s`]
    if (!field || [...field.selectedOptions].some((option) => option.value === String(id))) return
    const known = [...field.options].find((option) => option.value === String(id))
    if (known) known.selected = true
    else field.add(new Option(name, id, true, true))
    django.jQuery(field).trigger("change")
  }

  /* Take a record out of the field that names it. */
  unname({ kind, id }) {
    const field = this.form.elements[`${kind}s`]
    const known = [...(field?.options ?? [])].find((option) => option.value === String(id))
    if (!known) return
    known.selected = false
    django.jQuery(field).trigger("change")
  }

  /* Those the form names already: they are offered before anything is typed. */
  named() {
    return KINDS.flatMap((kind) =>
      [...(this.form.elements[`${kind}s`]?.selectedOptions ?? [])].map(({ value, text }) => ({
        ...{ kind, id: value, name: text, about: "" },
        ...{ is_published: true, is_incomplete: false },
      })),
    )
  }
}
