/* Russian typography of one line of text: quotes, dashes, spaces that do not break.

   Each step is a function (text) => [{from, to, insert}] that names only the characters it
   changes, so that the editor can apply it across bold words and links. Steps find nothing to
   change in what they have made. */

const SPACE = "[ \\u00a0]"
const NBSP = "\u00a0"

const SHORT = `а без в во да для до за и из из-за из-под изо к ко на над не ни но о об обо от ото
  по под при про с со у`.split(/\s+/)
const PARTICLES = "бы б же ж ли ль".split(" ")
const UNITS = `г гг кв куб кг мг т ц км м см мм га л мл ч мин сек руб коп тыс млн млрд трлн чел экз шт
  вт квт мвт гвт р ₽ % °C °`.split(/\s+/)
const PLACES = "г ул пр просп пер пл д кв с п пос о оз им р ст стр рис см гл".split(" ")

const any = (words) => words.toSorted((a, b) => b.length - a.length).join("|")

const START = "(?<![\\p{L}\\p{N}-])"
const END = "(?![\\p{L}\\p{N}])"

/* A step that puts something in place of whatever the pattern matches. */
const replace = (pattern, insert, flags = "gu") => {
  const found = new RegExp(pattern, flags)
  return (text) =>
    [...text.matchAll(found)]
      .filter((match) => match[0] !== insert)
      .map(({ index, 0: { length } }) => ({ from: index, to: index + length, insert }))
}
const bind = (before, after) => replace(`(?<=${before}) (?=${after})`, NBSP, "giu")
const bindCased = (before, after, space = " ") =>
  replace(`(?<=${before})${space}(?=${after})`, NBSP)

const OPENS = "«„"
const CLOSES = "»”"
const isSpace = (char) => char === undefined || /\s/u.test(char)
const isBoundary = (char) => isSpace(char) || /[([{/=\u2010-\u2015-]/u.test(char)

/* 1 if the quote at this place opens, -1 if it closes, 0 if it is no quote (24" of a screen).
   “ opens in English and closes in Russian: it closes where „ is open. */
function directionOf(text, at, open, previous) {
  const char = text[at]
  if (OPENS.includes(char)) return 1
  if (CLOSES.includes(char) || (char === "“" && open.at(-1) === "„")) return -1
  const follows = previous?.at === at - 1 && previous.direction === 1
  if ((follows || isBoundary(text[at - 1])) && !isSpace(text[at + 1])) return 1
  if (open.length > 0) return -1
  return isSpace(text[at - 1]) || /\d/u.test(text[at - 1]) ? 0 : -1
}

function findQuotes(text) {
  const quotes = []
  const open = []
  for (const { index: at } of text.matchAll(/["«»„“”]/g)) {
    const direction = directionOf(text, at, open, quotes.at(-1))
    if (direction === 0) continue
    if (direction < 0) open.pop()
    quotes.push({ at, direction, isOuter: open.length === 0 })
    if (direction > 0) open.push(text[at])
  }
  return { quotes, isBalanced: open.length === 0 }
}

const glyph = ({ direction, isOuter }) => {
  if (direction > 0) return isOuter ? "«" : "„"
  return isOuter ? "»" : "“"
}

/* Where two closing quotes fall together («ООО «Ромашка») or a quotation goes on in the next
   paragraph, nobody can tell which is inner: only straight quotes are turned then. */
function quoteMarks(text) {
  const { quotes, isBalanced } = findQuotes(text)
  return quotes
    .filter(({ at }) => isBalanced || text[at] === '"')
    .map((quote) => ({ ...quote, insert: glyph({ ...quote, isOuter: quote.isOuter || !isBalanced }) }))
    .filter(({ at, insert }) => text[at] !== insert)
    .map(({ at, insert }) => ({ from: at, to: at + 1, insert }))
}

const DASH = "(?:-{1,3}|[–—])"
const LETTER = "[\\p{L}\\p{N}»“)]"
const INITIAL = "(?<!\\p{L})\\p{Lu}\\."
const SURNAME = "\\p{Lu}\\p{Ll}"

export const STEPS = [
  quoteMarks,
  replace(`(?<=\\S)${SPACE}${DASH}${SPACE}(?=\\S)`, `${NBSP}— `),
  replace(`(?<=^)${DASH}${SPACE}(?=\\S)`, `—${NBSP}`, "gmu"),
  bind(`${START}(?:${any(SHORT)})`, "\\S"),
  bind(LETTER, `(?:${any(PARTICLES)})${END}`),
  bind("\\d", `(?:${any(UNITS)})${END}`),
  bind("(?<!\\d)\\d{1,3}", "\\d{3}(?!\\d)"),
  bind("(?:\\d|[IVX])", "вв?\\."),
  bindCased(`${START}(?:${any(PLACES)})\\.`, "[\\p{Lu}\\d]"),
  bind(`${START}т\\.`, "[деопкн]\\."),
  replace("(?<=№) ?(?=[\\p{L}\\d])", NBSP),
  bindCased(INITIAL, `\\p{Lu}\\.|${SURNAME}`),
  bindCased(`${INITIAL}\\p{Lu}\\.`, SURNAME, ""),
  bindCased(`${SURNAME}+`, `\\p{Lu}\\.${SPACE}?\\p{Lu}\\.${END}`),
]

const apply = (text, edits) =>
  edits.reduceRight((done, { from, to, insert }) => done.slice(0, from) + insert + done.slice(to), text)

/* The whole text, typeset. */
export const typeset = (text) => STEPS.reduce((done, step) => apply(done, step(done)), text)
