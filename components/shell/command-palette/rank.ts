export interface Findable {
  label: string
  /** Other words that it is known by; found, never shown. */
  keywords?: string | undefined
}

/** `[from, to)` in the label. */
export type Mark = readonly [from: number, to: number]

export interface Ranked<T> {
  item: T
  score: number
  /** Where the typed letters stand in the label. */
  marks: readonly Mark[]
}

/** What fits every typed word, best first; equals keep their order. No words: everything, as it is. */
export function rank<T extends Findable>(items: readonly T[], query: string): Ranked<T>[] {
  const words = wordsOf(query)
  if (words.length === 0) return items.map((item) => ({ item, score: 0, marks: [] }))
  const phrase = words.join(' ')
  const hits = items.flatMap((item) => rankOne(item, words, phrase) ?? [])
  // Letters with gaps are a last guess: beside a real hit they are noise.
  const certain = hits.filter((hit) => !hit.isGuess)
  const fits = certain.length > 0 ? certain : hits
  return fits.sort((one, other) => other.score - one.score)
}

const EXACT = 120
const LABEL_START = 100
const WORD_START = 80
const INSIDE = 55
/** Letters in order, with gaps: `rlnt` for "Release notes". */
const SCATTERED = 40
const KEYWORD_START = 34
const KEYWORD_INSIDE = 22

function rankOne<T extends Findable>(item: T, words: readonly string[], phrase: string) {
  const label = fold(item.label)
  const keywords = fold(item.keywords ?? '')
  let total = 0
  let isGuess = false
  const marks: Mark[] = []
  for (const word of words) {
    const hit = hitIn(label, word) ?? keywordHit(keywords, word)
    if (!hit) return undefined
    total += hit.score
    isGuess ||= hit.isGuess ?? false
    marks.push(...hit.marks)
  }
  const score = label === phrase ? EXACT : total / words.length + (label.startsWith(phrase) ? 5 : 0)
  return { item, score, marks: joined(marks), isGuess }
}

interface Hit {
  score: number
  marks: Mark[]
  isGuess?: boolean
}

function hitIn(text: string, word: string): Hit | undefined {
  if (text.startsWith(word)) return { score: LABEL_START, marks: [[0, word.length]] }
  const atWord = wordStarts(text).find((at) => text.startsWith(word, at))
  if (atWord !== undefined) return whole(WORD_START - Math.min(10, atWord / 4), atWord, word)
  const inside = text.indexOf(word)
  if (inside >= 0 && word.length > 1) return whole(INSIDE - Math.min(10, inside / 4), inside, word)
  return word.length > 1 ? scattered(text, word) : undefined
}

const whole = (score: number, at: number, word: string): Hit => ({ score, marks: [[at, at + word.length]] })

/** The first letter must begin a word, or every long label would fit everything. */
function scattered(text: string, word: string): Hit | undefined {
  const [first = '', ...rest] = word
  let best: Hit | undefined
  for (const start of [0, ...wordStarts(text)]) {
    if (text[start] !== first) continue
    const marks: Mark[] = [[start, start + 1]]
    let at = start
    const isWhole = rest.every((letter) => {
      at = text.indexOf(letter, at + 1)
      if (at >= 0) marks.push([at, at + 1])
      return at >= 0
    })
    const gaps = at - start + 1 - word.length
    if (!isWhole || gaps > word.length * 4) continue
    const score = Math.max(8, SCATTERED - gaps * 2)
    if (!best || score > best.score) best = { score, marks, isGuess: true }
  }
  return best
}

function keywordHit(keywords: string, word: string): Hit | undefined {
  if (keywords.startsWith(word) || wordStarts(keywords).some((at) => keywords.startsWith(word, at)))
    return { score: KEYWORD_START, marks: [] }
  if (word.length > 2 && keywords.includes(word)) return { score: KEYWORD_INSIDE, marks: [] }
  return undefined
}

function wordStarts(text: string): number[] {
  return [...text.matchAll(/[^\p{L}\p{N}](?=[\p{L}\p{N}])/gu)].map((match) => match.index + match[0].length)
}

function wordsOf(query: string): string[] {
  return fold(query).split(/\s+/).filter(Boolean)
}

/** Lower case without accents, one unit for one, so that places in it are places in the text. */
function fold(text: string): string {
  return Array.from({ length: text.length }, (_, at) => {
    const unit = text.charAt(at)
    return unit.normalize('NFD').charAt(0).toLowerCase().charAt(0) || unit
  }).join('')
}

function joined(marks: readonly Mark[]): Mark[] {
  const result: Mark[] = []
  for (const [from, to] of [...marks].sort((one, other) => one[0] - other[0])) {
    const last = result.at(-1)
    if (last && from <= last[1]) result[result.length - 1] = [last[0], Math.max(last[1], to)]
    else result.push([from, to])
  }
  return result
}
