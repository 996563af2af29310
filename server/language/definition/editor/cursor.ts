/** Where a cursor stands in a YAML document, also in one that is being typed and cannot be parsed. */
export interface Cursor {
  /** Keys and list positions (always 0) down to the mapping or list the cursor is in. */
  path: (string | number)[]
  place: /** A key is being written; `siblings` are there already. */
    | { kind: 'key'; siblings: string[]; column: number; isFlow: boolean }
    /** The value of `key`, the last part of `path`, or an item of a list. */
    | { kind: 'value'; isItem: boolean }
  /** What was typed of the word, and where it starts. */
  word: string
  from: number
}

/** Reads the cursor's place from the indentation above it and the brackets on its line. */
export function cursorAt(source: string, offset: number): Cursor | undefined {
  const lineStart = source.lastIndexOf('\n', offset - 1) + 1
  const head = readLine(source.slice(lineStart, offset))
  const above = source.slice(0, lineStart).split('\n').slice(0, -1)
  const block = blockPath(above, head)
  if (block === undefined) return undefined
  const { path, siblings } = block
  const below = siblingsBelow(source, offset, head)
  if (head.key === undefined) {
    const open = /^["']?([\w-]*)$/.exec(head.content)
    if (open !== null) {
      const word = open[1] ?? ''
      return {
        path,
        place: { kind: 'key', siblings: [...siblings, ...below], column: head.column, isFlow: false },
        word,
        from: offset - word.length,
      }
    }
    return flowCursor(path, head.content, offset)
  }
  return flowCursor([...path, head.key], head.value, offset)
}

interface Line {
  /** Columns of the `-` that start list items. */
  dashes: number[]
  /** Where the content after them starts. */
  column: number
  content: string
  key?: string
  value: string
}

const KEY = /^(?:"([^"]*)"|'([^']*)'|([\w$.-]+))\s*:(?:\s+|$)(.*)$/

function readLine(text: string): Line {
  const dashes: number[] = []
  let column = text.length - text.trimStart().length
  while (/^-(?:\s|$)/.test(text.slice(column))) {
    dashes.push(column)
    const rest = text.slice(column + 1)
    column += 1 + (rest.length - rest.trimStart().length)
  }
  const content = text.slice(column)
  const match = KEY.exec(content)
  const key = match?.[1] ?? match?.[2] ?? match?.[3]
  return { dashes, column, content, value: match?.[4] ?? '', ...(key === undefined ? {} : { key }) }
}

/** The way down to the mapping that a line belongs to, by what stands further left above it. */
function blockPath(
  above: string[],
  head: Line,
): { path: (string | number)[]; siblings: string[] } | undefined {
  const path: (string | number)[] = []
  const siblings: string[] = []
  let limit = head.column
  let isItem = false
  const climb = (line: Line, isHead: boolean) => {
    if (!isHead && line.key !== undefined) {
      if (line.column < limit || (isItem && line.column === limit)) {
        path.unshift(line.key)
        limit = line.column
        isItem = false
      } else if (line.column === limit && path.length === 0 && !isItem) siblings.push(line.key)
    }
    for (const dash of [...line.dashes].reverse()) {
      if (dash >= limit) continue
      path.unshift(0)
      limit = dash
      isItem = true
    }
  }
  climb(head, true)
  for (let index = above.length - 1; index >= 0 && (limit > 0 || isItem || path.length === 0); index--) {
    const text = above[index] ?? ''
    if (text.trim() === '' || text.trimStart().startsWith('#')) continue
    const line = readLine(text)
    const isTextBlock = line.key !== undefined && /^[|>][+-]?\d*\s*$/.test(line.value)
    if (isTextBlock && line.column < limit && path.length === 0) return undefined
    climb(line, false)
  }
  return { path, siblings }
}

/** Keys of the same mapping that follow the cursor's line. */
function siblingsBelow(source: string, offset: number, head: Line): string[] {
  const keys: string[] = []
  const lineEnd = source.indexOf('\n', offset)
  if (lineEnd < 0) return keys
  for (const text of source.slice(lineEnd + 1).split('\n')) {
    if (text.trim() === '' || text.trimStart().startsWith('#')) continue
    const line = readLine(text)
    const start = line.dashes[0] ?? line.column
    if (start < head.column) break
    if (line.dashes.length === 0 && line.column === head.column && line.key !== undefined) keys.push(line.key)
  }
  return keys
}

/** Goes on inside `{ a: [ b, …`: brackets, keys and commas of one line. */
function flowCursor(path: (string | number)[], text: string, offset: number): Cursor | undefined {
  const open: { isMap: boolean; key?: string; siblings: string[] }[] = []
  let word = ''
  let quote = ''
  for (const character of text) {
    const top = open.at(-1)
    if (quote !== '') {
      if (character === quote) quote = ''
      else word += character
    } else if (character === '"' || character === "'") {
      quote = character
      word = ''
    } else if (character === '{' || character === '[') {
      open.push({ isMap: character === '{', siblings: [] })
      word = ''
    } else if (character === '}' || character === ']') {
      open.pop()
      word = ''
    } else if (character === ',') {
      if (top) delete top.key
      word = ''
    } else if (character === ':' && top?.isMap && top.key === undefined) {
      top.key = word.trim()
      top.siblings.push(top.key)
      word = ''
    } else if (!/\s/.test(character) || word !== '') word += character
  }
  const inner = open.flatMap(({ isMap, key }): (string | number)[] => {
    if (!isMap) return [0]
    return key === undefined ? [] : [key]
  })
  const last = open.at(-1)
  const from = offset - word.length
  if (last?.isMap && last.key === undefined) {
    const place = { kind: 'key', siblings: last.siblings, column: 0, isFlow: true } as const
    return { path: [...path, ...inner], place, word, from }
  }
  return {
    path: [...path, ...inner],
    place: { kind: 'value', isItem: last !== undefined && !last.isMap },
    word,
    from,
  }
}
