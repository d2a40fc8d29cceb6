/* What is pasted from Word, Google Docs, Telegram and other pages, as plain HTML of the editor. */

const BLOCKS = "p, h2, h3, li, blockquote"
const NEAR_BLOCK = "p, h1, h2, h3, h4, h5, h6, ul, ol, table, blockquote, div, hr"
const EMOJI = /^\p{Extended_Pictographic}/u
const LEVELS = { H1: "h2", H4: "h3", H5: "h3", H6: "h3" }

/* The style attribute is kept as data: under our policy a browser refuses to read it as style,
   and complains of it in the console. */
const withoutStyles = (html) =>
  html
    .replace(/<style[\s\S]*?<\/style>/gi, "")
    .replace(/(<[a-z][^<>]*?\s)style(\s*=)/gi, "$1data-style$2")

const splitParagraphs = (html) => html.replace(/(?:<br\b[^>]*>\s*){2,}/gi, "</p><p>")

const rename = (element, name) => {
  const renamed = element.ownerDocument.createElement(name)
  renamed.append(...element.childNodes)
  element.replaceWith(renamed)
  return renamed
}
const unwrap = (element) => element.replaceWith(...element.childNodes)
const styleOf = (element) => (element.dataset.style ?? "").replaceAll(/\s/g, "").toLowerCase()
const wrapInside = (element, name) => {
  const inner = element.ownerDocument.createElement(name)
  inner.append(...element.childNodes)
  element.append(inner)
}

/* Google Docs says bold and italic by style alone, and wraps everything in a <b> that is not. */
function takeMarksFromStyles(body) {
  for (const element of body.querySelectorAll("[data-style]")) {
    const style = styleOf(element)
    const weight = /(?:^|;)font-weight:(\w+)/.exec(style)?.[1]
    const isInline = element.matches("span, a, font")
    if (isInline && /^(bold|[6-9]00)$/.test(weight)) wrapInside(element, "strong")
    if (isInline && /(?:^|;)font-style:italic/.test(style)) wrapInside(element, "em")
    if (isInline && /vertical-align:super/.test(style)) wrapInside(element, "sup")
    if (isInline && /vertical-align:sub/.test(style)) wrapInside(element, "sub")
    if (element.matches("b, strong") && /^(normal|[1-4]00)$/.test(weight)) unwrap(element)
    else if (element.matches("i, em") && /(?:^|;)font-style:normal/.test(style)) unwrap(element)
  }
}

/* Word writes lists as paragraphs with a drawn marker. */
function makeLists(body) {
  for (const paragraph of body.querySelectorAll("p[data-style*='mso-list']")) {
    const marker = paragraph.querySelector("[data-style*='mso-list:Ignore' i]")
    const name = /^\s*\d/.test(marker?.textContent ?? "") ? "ol" : "ul"
    marker?.remove()
    const before = paragraph.previousElementSibling
    const list = before?.matches(`${name}[data-word]`)
      ? before
      : paragraph.ownerDocument.createElement(name)
    if (list !== before) paragraph.before(list)
    list.dataset.word = ""
    list.append(rename(paragraph, "li"))
  }
}

function dropImages(body) {
  for (const image of body.querySelectorAll("img")) {
    image.replaceWith(EMOJI.test(image.alt) ? image.alt : "")
  }
}

/* Other programs put no-break spaces where a plain one would do. */
function plainSpaces(body) {
  const texts = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    texts.currentNode.data = texts.currentNode.data.replaceAll(/[\s\u00a0]+/g, " ")
  }
}

function dropEmpty(body) {
  for (const line of body.querySelectorAll("br")) {
    const near = [line.previousElementSibling, line.nextElementSibling]
    if (near.some((element) => element?.matches(NEAR_BLOCK))) line.remove()
  }
  for (const block of [...body.querySelectorAll(BLOCKS)].reverse()) {
    if (!block.textContent.trim() && !block.querySelector("table, hr")) block.remove()
  }
}

export function cleanPasted(html) {
  if (/\sdata-pm-slice=/.test(html)) return withoutStyles(html) // from an editor like ours
  const parsed = splitParagraphs(withoutStyles(html))
  const { body } = new DOMParser().parseFromString(parsed, "text/html")
  for (const [tag, name] of Object.entries(LEVELS)) {
    body.querySelectorAll(tag).forEach((heading) => rename(heading, name))
  }
  dropImages(body)
  makeLists(body)
  takeMarksFromStyles(body)
  plainSpaces(body)
  body.querySelectorAll("span, font").forEach(unwrap)
  dropEmpty(body)
  body.querySelectorAll("[data-style]").forEach((element) => delete element.dataset.style)
  return body.innerHTML.trim()
}
