import { STEP_FIELDS } from '../../expressions'
import { type Surroundings, type Understood, understand } from '../check/understand'
import { documentSchema } from '../document-schema'
import { schemasAt } from '../schema-tree'
import type { Range, SourceNode } from '../source/node'
import { describeSchema, expressionPrefix, schemaAt, segmentsOf } from './expression-completions'
import { scopeAt } from './places'

export interface Hover extends Range {
  markdown: string
}

/** What to tell about the word at an offset: a key of the language, or a name in an expression. */
export function hoverAt(source: string, offset: number, surroundings?: Surroundings): Hover | undefined {
  const understood = understand(source, surroundings)
  if (understood.root === undefined) return undefined
  const key = keyAt(understood.root, offset)
  if (key !== undefined) {
    const markdown = schemasAt(documentSchema(), key.path)
      .map(({ description }) => description)
      .find((text) => typeof text === 'string')
    return typeof markdown === 'string' ? { start: key.range.start, end: key.range.end, markdown } : undefined
  }
  return expressionHover(understood, source, offset)
}

function keyAt(root: SourceNode, offset: number): { path: (string | number)[]; range: Range } | undefined {
  const path: (string | number)[] = []
  let node: SourceNode | undefined = root
  while (node !== undefined) {
    if (node.kind === 'scalar') return undefined
    if (node.kind === 'list') {
      const index: number = node.items.findIndex((item) => isIn(item, offset))
      path.push(index)
      node = node.items[index]
      continue
    }
    const entries: MapEntries = [...node.entries]
    const own = entries.find(([, { key }]) => isIn(key, offset))
    if (own !== undefined) return { path: [...path, own[0]], range: own[1].key }
    const inside = entries.find(([, entry]) => isIn(entry.node, offset))
    if (inside !== undefined) path.push(inside[0])
    node = inside?.[1].node
  }
  return undefined
}

type MapEntries = [string, { key: Range; node: SourceNode }][]

function isIn({ start, end }: Range, offset: number): boolean {
  return start <= offset && offset <= end
}

function expressionHover(understood: Understood, source: string, offset: number): Hover | undefined {
  const rest = /^[\w$]*/.exec(source.slice(offset))?.[0] ?? ''
  const end = offset + rest.length
  const prefix = expressionPrefix(source, end)
  const chain = prefix && /[A-Za-z_$][\w$]*(?:\??\.[\w$]+|\[(?:\d+|"[^"]*"|'[^']*')\])*$/.exec(prefix)?.[0]
  if (!chain) return undefined
  const markdown = describeChain(segmentsOf(chain), understood, offset)
  const word = /[\w$]*$/.exec(chain)?.[0] ?? ''
  return markdown === '' ? undefined : { start: end - word.length, end, markdown }
}

function describeChain(segments: string[], understood: Understood, offset: number): string {
  const scope = scopeAt(understood, offset)
  const [root = '', id, field, ...deeper] = segments
  if (root === 'secrets')
    return 'A secret of the project. Its value is put in where the request is sent, and nowhere else.'
  if (root !== 'steps') {
    const names = scope.names.get(root)
    const schema = names && schemaAt(names, segments.slice(1))
    return schema === undefined ? '' : describeSchema(schema)
  }
  if (id === undefined) return 'The results of the steps before.'
  const step = understood.order.byId(id)
  if (step === undefined) return ''
  if (field === undefined)
    return [`**${id}** · ${step.kind ?? 'step'}`, step.fields.name, step.fields.description]
      .filter(Boolean)
      .join('\n\n')
  const found = scope.steps.find(id)
  if (field === 'output' && deeper.length > 0) {
    const schema = found.kind === 'visible' ? schemaAt(found.output, deeper) : undefined
    return schema === undefined ? '' : describeSchema(schema)
  }
  return Object.entries(STEP_FIELDS).find(([name]) => name === field)?.[1] ?? ''
}
