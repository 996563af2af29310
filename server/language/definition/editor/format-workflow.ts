import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  type ParsedNode,
  parseDocument,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import { readSource } from '../source/read'
import { commentsOf } from './comments'
import { sortStepFields } from './sort-step-fields'

export type Formatted =
  | { ok: true; text: string }
  /** Why the document stays as it is, in words. */
  | { ok: false; reason: string }

/** Flow collections (`{ … }`, `[ … ]`) on longer lines become blocks. */
const MAX_COLUMNS = 120

/**
 * The document in its usual layout: two spaces a level, fields of steps in their usual order, `{ a: 1 }` and
 * `[1, 2]`. Values, comments, blank lines and quotes stay; a document for which that cannot be shown is left
 * alone. Formatting twice gives the same as once.
 */
export function formatWorkflow(source: string): Formatted {
  if (!isReadable(source))
    return { ok: false, reason: 'YAML cannot read this document yet. Mend its problems, then format.' }
  // Sorting can put an alias before its anchor; layout alone cannot.
  for (const isSorted of [true, false]) {
    const text = settled(source, isSorted)
    if (text !== undefined && saysTheSame(source, text)) return { ok: true, text }
  }
  return { ok: false, reason: 'This document cannot be formatted without losing something, so it stays.' }
}

function isReadable(source: string): boolean {
  // The size and depth that parsing survives are judged there.
  if (readSource(source).isBroken) return false
  const { errors, warnings } = parse(source)
  return errors.length + warnings.length === 0
}

/** Laying out again may change a little (a comment moves, a line becomes too long), so until nothing changes. */
function settled(source: string, isSorted: boolean): string | undefined {
  let text = source
  for (let pass = 0; pass < 8; pass += 1) {
    const next = layOut(text, isSorted)
    if (next === text || next === undefined) return next
    text = next
  }
  return undefined
}

function layOut(source: string, isSorted: boolean): string | undefined {
  const document = parse(source)
  if (document.contents === null) return source
  if (isSorted) sortStepFields(document)
  if (!hasAnchorsFirst(document)) return undefined
  if (isMap(document.contents) && document.contents.flow) openUp(document.contents)
  unpadLists(document)
  const text = print(document)
  return breakLongLines(text) ?? text
}

function hasAnchorsFirst(document: Document): boolean {
  const anchors = new Set<string>()
  let isOrdered = true
  visit(document, (_, node) => {
    if (isAlias(node)) isOrdered &&= anchors.has(node.source)
    else if (isNode(node) && 'anchor' in node && typeof node.anchor === 'string') anchors.add(node.anchor)
  })
  return isOrdered
}

function parse(source: string, lineCounter?: LineCounter): Document.Parsed<ParsedNode> {
  return parseDocument(source, {
    merge: false,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
    ...(lineCounter ? { lineCounter } : {}),
    customTags: (tags) =>
      tags.map((tag) => {
        if (typeof tag === 'string' || tag.tag !== 'tag:yaml.org,2002:str' || !tag.stringify) return tag
        const { stringify } = tag
        return {
          ...tag,
          // Only what the author folded is folded; `0` is no limit.
          stringify: (item, context, ...rest) => {
            const lineWidth = item.type === 'BLOCK_FOLDED' ? 80 : 0
            return stringify(item, { ...context, options: { ...context.options, lineWidth } }, ...rest)
          },
        }
      }),
  })
}

function print(document: Document): string {
  return document.toString({ indent: 2, indentSeq: true, lineWidth: 0, flowCollectionPadding: true })
}

/** `{ a: 1 }`, but `[1, 2]`: the library pads both or none, so lists print themselves without. */
function unpadLists(document: Document): void {
  const padded = (node: YAMLMap | YAMLSeq, padding: string) => {
    const print: (...given: Parameters<YAMLSeq['toString']>) => string = node.toString.bind(node)
    node.toString = (context, ...rest) =>
      print(context && { ...context, flowCollectionPadding: padding }, ...rest)
  }
  visit(document, {
    Seq: (_, node) => padded(node, ''),
    Map: (_, node) => padded(node, ' '),
  })
}

/** JSON is a valid document; it becomes YAML as people write it. */
function openUp(node: YAMLMap): void {
  visit(node, {
    Collection: (_, inner) => {
      inner.flow = false
    },
    Scalar: (_, scalar) => {
      if (typeof scalar.value === 'string' && scalar.value.includes('\n')) scalar.type = 'BLOCK_LITERAL'
    },
    Pair: (_, pair) => {
      if (isScalar(pair.key)) pair.key.type = 'PLAIN'
    },
  })
}

/** The text with the outermost flow collection of each overlong line as a block; undefined where none is. */
function breakLongLines(text: string): string | undefined {
  const lines = text.split('\n')
  if (!lines.some((line) => line.length > MAX_COLUMNS)) return undefined
  const counter = new LineCounter()
  const document = parse(text, counter)
  let isChanged = false
  visit(document, {
    Collection(_, node, ancestors) {
      const isEmpty = node.items.length === 0
      if (!node.flow || isEmpty || !node.range || ancestors.some((one) => isPair(one) && one.key === node))
        return undefined
      const line = counter.linePos(node.range[0]).line
      if ((lines[line - 1]?.length ?? 0) <= MAX_COLUMNS) return visit.SKIP
      node.flow = false
      isChanged = true
      return visit.SKIP
    },
  })
  if (!isChanged) return undefined
  unpadLists(document)
  return print(document)
}

/** Same values, same comments. */
function saysTheSame(before: string, after: string): boolean {
  const [one, other] = [parse(before), parse(after)]
  if (other.errors.length > one.errors.length) return false
  const comments = (text: string) => JSON.stringify(commentsOf(text).sort())
  return (
    comments(before) === comments(after) &&
    JSON.stringify(sorted(one.toJS())) === JSON.stringify(sorted(other.toJS()))
  )
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .map(([key, inner]) => [key, sorted(inner)])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))
}
