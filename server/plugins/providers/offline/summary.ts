const MAX_SENTENCES = 3
const STOP_WORDS = new Set(
  'a about after all also an and any are as at be been but by can did do for from had has have he her his how if in into is it its may more not of on or our she should so some than that the their them then there these they this to was we were what when which while who will with would you your'.split(
    ' ',
  ),
)

/**
 * The most telling sentences of a text, in their own order: those whose words are frequent in it. Says
 * that no AI was at work.
 */
export function summarize(text: string): string {
  const sentences = sentencesOf(text)
  const chosen = mostTelling(sentences)
  if (chosen.length === 0) return 'The prompt holds no text to work on. (Offline rules, no AI.)\n'
  return `${chosen.join(' ')}\n\n_Extract made by offline rules, without AI._\n`
}

/** At most `count` sentences, the best ones, in the order they stand in. */
export function mostTelling(sentences: string[], count = MAX_SENTENCES): string[] {
  const frequency = new Map<string, number>()
  for (const word of sentences.flatMap(wordsOf)) frequency.set(word, (frequency.get(word) ?? 0) + 1)
  const scored = sentences.map((sentence, index) => {
    const words = wordsOf(sentence)
    const sum = words.reduce((total, word) => total + (frequency.get(word) ?? 0), 0)
    return { sentence, index, score: words.length === 0 ? 0 : sum / Math.sqrt(words.length) }
  })
  return scored
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .slice(0, count)
    .sort((a, b) => a.index - b.index)
    .map(({ sentence }) => sentence)
}

export function sentencesOf(text: string): string[] {
  const lines = text
    .split(/\r?\n+/)
    .map((line) => line.trim().replace(/^(?:#{1,6}|[-*+•>]|\d{1,6}[.)])\s+/, ''))
  return lines
    .flatMap((line) => [...segmenter.segment(line)].map(({ segment }) => segment.trim()))
    .filter((sentence) => /\p{L}/u.test(sentence))
}

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' })

function wordsOf(sentence: string): string[] {
  const words = sentence.toLowerCase().match(/\p{L}[\p{L}\p{N}'-]+/gu) ?? []
  return words.filter((word) => !STOP_WORDS.has(word))
}
