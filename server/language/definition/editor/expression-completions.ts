import type { JsonSchema } from '@/server/kernel/json'
import { fieldNames, fieldOf, GLOBAL_NAMES, type ScopeInfo, STEP_FIELDS } from '../../expressions'
import { type Surroundings, understand } from '../check/understand'
import type { Completion, Completions } from './completions'
import { cursorAt } from './cursor'
import { scopeAt } from './places'

/** The expression up to the cursor when it stands in one: in `${{ … }}` or in a bare condition. */
export function expressionPrefix(source: string, offset: number): string | undefined {
  const before = source.slice(0, offset)
  const open = before.lastIndexOf('${{')
  if (open >= 0 && before.lastIndexOf('}}') < open) return before.slice(open + 3)
  const line = before.slice(before.lastIndexOf('\n') + 1)
  const [, key, prefix] = BARE.exec(line) ?? []
  // The `until` of a `wait` is a date.
  return key === 'until' && cursorAt(source, offset)?.path.at(-2) === 'wait' ? undefined : prefix
}

/** Keys whose values are expressions without `${{ }}`. */
const BARE = /(?:^|[\s{,])(if|that|assert|while|until|when|match):\s+["']?([^#]*)$/

/** Names and fields that can follow in the expression. */
export function expressionCompletions(
  source: string,
  offset: number,
  prefix: string,
  surroundings?: Surroundings,
): Completions {
  const chain = /[A-Za-z_$][\w$]*(?:\??\.[\w$]*|\[(?:\d+|"[^"]*"|'[^']*')\])*$/.exec(prefix)?.[0] ?? ''
  const segments = segmentsOf(chain)
  const word = segments.pop() ?? ''
  const from = offset - word.length
  const understood = understand(source, surroundings)
  if (understood.root === undefined) return { from, items: [] }
  const scope = scopeAt(understood, offset)
  return { from, items: segments.length === 0 ? roots(scope) : fields(segments, scope, understood) }
}

/** `steps.a["b"].c` as `steps`, `a`, `b`, `c`. */
export function segmentsOf(chain: string): string[] {
  return chain
    .replace(
      /\[(?:(\d+)|"([^"]*)"|'([^']*)')\]/g,
      (_, index, double, single) => `.${index ?? double ?? single}`,
    )
    .split(/\??\./)
}

function roots(scope: ScopeInfo): Completion[] {
  return [
    ...[...scope.names.keys()].map((label): Completion => ({ label, type: 'variable' })),
    { label: 'steps', type: 'variable', detail: 'results of the steps before' },
    { label: 'secrets', type: 'variable', detail: 'in headers, query and auth of http' },
    ...[...GLOBAL_NAMES].map((label): Completion => ({ label, type: 'constant' })),
  ]
}

function fields(
  segments: string[],
  scope: ScopeInfo,
  {
    order,
  }: { order: { byId(id: string): { kind?: string; fields: { name?: string | undefined } } | undefined } },
): Completion[] {
  const [root, id, ...rest] = segments
  if (root === 'secrets') return secretNames(segments, scope)
  if (root !== 'steps') {
    const schema = scope.names.get(root ?? '')
    return schema === undefined ? [] : named(schema, segments.slice(1))
  }
  if (id === undefined) {
    return scope.steps
      .ids()
      .filter((known) => /^[\w$]+$/.test(known))
      .map((label) => {
        const step = order.byId(label)
        const detail = step?.fields.name ?? step?.kind
        return { label, type: 'variable', ...(detail === undefined ? {} : { detail }) }
      })
  }
  const [field, ...deeper] = rest
  if (field === undefined) {
    return Object.entries(STEP_FIELDS).map(([label, detail]) => ({ label, detail, type: 'property' }))
  }
  const found = scope.steps.find(id)
  return field === 'output' && found.kind === 'visible' ? named(found.output, deeper) : []
}

function secretNames({ length }: string[], { knownSecrets = [] }: ScopeInfo): Completion[] {
  return length > 1 ? [] : knownSecrets.map((label) => ({ label, type: 'variable' }))
}

function named(schema: JsonSchema, path: string[]): Completion[] {
  const at = schemaAt(schema, path)
  if (at === undefined) return []
  return fieldNames(at).map((label) => {
    const field = fieldOf(at, label)
    const detail = field.kind === 'known' ? describeSchema(field.schema) : ''
    return { label, type: 'property', ...(detail === '' ? {} : { detail }) }
  })
}

/** The schema of a field, as far as it is known. */
export function schemaAt(schema: JsonSchema, path: string[]): JsonSchema | undefined {
  let current: JsonSchema = schema
  for (const name of path) {
    const field = fieldOf(current, /^\d+$/.test(name) ? Number(name) : name)
    if (field.kind !== 'known') return undefined
    current = field.schema
  }
  return current
}

export function describeSchema({ type, enum: options, title, description }: JsonSchema): string {
  const what = Array.isArray(options)
    ? options.map(String).join(' | ')
    : Array.isArray(type)
      ? type.join(' | ')
      : type
  return [what, title ?? description].filter((part) => typeof part === 'string').join(' · ')
}
