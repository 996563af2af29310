import { StringDecoder } from 'node:string_decoder'

/** Longer lines are cut, in characters; a cut one ends with `…`. */
export const LONGEST_LINE = 8 * 1024

export interface OutputCollector {
  push(chunk: Buffer): void
  /** The last line may have no end of its own. */
  end(): void
  text(): string
  isTruncated(): boolean
}

/** Whether a line was cut at its longest, so that it may end in the middle of anything. */
export function isCutLine(line: string): boolean {
  return line.length > LONGEST_LINE && line.endsWith('…')
}

/** Keeps the first `maxBytes` of a stream as text, and tells each line of them as it comes. */
export function collectOutput(maxBytes: number, onLine: (line: string) => void): OutputCollector {
  const chunks: Buffer[] = []
  const decoder = new StringDecoder('utf8')
  let bytes = 0
  let isTruncated = false
  let line = ''
  let isCut = false

  function take(text: string): void {
    let from = 0
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
      add(text.slice(from, at))
      tell()
      from = at + 1
    }
    add(text.slice(from))
  }
  function add(piece: string): void {
    isCut ||= line.length + piece.length > LONGEST_LINE + 1
    if (line.length <= LONGEST_LINE) line = (line + piece).slice(0, LONGEST_LINE + 1)
  }
  function tell(): void {
    // One character more is taken, for the end of a line as Windows writes it.
    const whole = line.endsWith('\r') ? line.slice(0, -1) : line
    const text = isCut || whole.length > LONGEST_LINE ? `${wellFormed(whole.slice(0, LONGEST_LINE))}…` : whole
    line = ''
    isCut = false
    onLine(text)
  }
  return {
    push(chunk) {
      const kept = chunk.subarray(0, maxBytes - bytes)
      if (kept.length < chunk.length) isTruncated = true
      if (kept.length === 0) return
      bytes += kept.length
      chunks.push(kept)
      take(decoder.write(kept))
    },
    end() {
      if (!isTruncated) take(decoder.end())
      // The last line of a cut stream may be half, and nobody could tell: half a secret looks like any text.
      if (line !== '' && (!isTruncated || line.length > LONGEST_LINE)) tell()
    },
    text() {
      const whole = new StringDecoder('utf8')
      const text = whole.write(Buffer.concat(chunks))
      return isTruncated ? text : text + whole.end()
    },
    isTruncated: () => isTruncated,
  }
}

/** Without the first half of a character that was cut in two. */
function wellFormed(text: string): string {
  const last = text.charCodeAt(text.length - 1)
  return last >= 0xd800 && last <= 0xdbff ? text.slice(0, -1) : text
}
