import { createHash } from 'node:crypto'
import type { JsonObject, JsonValue } from '@/server/kernel/json'
import { type CelExpr, parseCel } from './cel'

export interface MatchKey {
  /** Where in the incoming event, e.g. `data.runId`. */
  path: string
  key: string
}

/**
 * An equality which the incoming event must satisfy for the expression to be true, e.g. of
 * `async.data.runId == "run_1" && …`. It narrows an index look-up; the expression still decides.
 */
export function matchKeyOf(expression: string, trigger: JsonObject): MatchKey | undefined {
  const root = parseCel(expression)
  if (!root) return undefined
  const found: MatchKey[] = []
  for (const conjunct of conjuncts(root)) {
    const sides = equalitySides(conjunct)
    if (!sides) continue
    for (const [left, right] of [sides, [sides[1], sides[0]] as const]) {
      const path = pathOf(left, 'async')
      const value = path ? literalOf(right, trigger) : undefined
      const key = path && value !== undefined ? keyFor(path, value) : undefined
      if (path && key) found.push({ path, key })
    }
  }
  // Text tells most events apart; a flag such as `async.data.ok == true` few.
  return found.find((candidate) => candidate.key.startsWith(`${candidate.path}=s`)) ?? found[0]
}

/** The keys under which waits on these paths may be listed for this event; '' lists those without a key. */
export function matchKeysOf(event: JsonObject, paths: string[]): string[] {
  const keys = ['']
  for (const path of paths) {
    const value = valueAt(event, path.split('.'))
    const key = value === undefined ? undefined : keyFor(path, value)
    if (key) keys.push(key)
  }
  return keys
}

const KEY_TEXT_MAX = 200

function keyFor(path: string, value: JsonValue): string | undefined {
  if (typeof value === 'string') {
    const text = value.length > KEY_TEXT_MAX ? `#${createHash('sha256').update(value).digest('hex')}` : value
    return `${path}=s:${text.replaceAll('\u0000', '\\0')}`
  }
  if (typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER) return `${path}=n:${value + 0}`
  if (typeof value === 'boolean') return `${path}=b:${value}`
  return undefined
}

function conjuncts(expr: CelExpr): CelExpr[] {
  const { exprKind } = expr
  if (exprKind.case !== 'callExpr' || exprKind.value.function !== '_&&_') return [expr]
  return exprKind.value.args.flatMap(conjuncts)
}

function equalitySides(expr: CelExpr): readonly [CelExpr, CelExpr] | undefined {
  const { exprKind } = expr
  if (exprKind.case !== 'callExpr' || exprKind.value.function !== '_==_') return undefined
  const [left, right] = exprKind.value.args
  return left && right ? [left, right] : undefined
}

function pathOf(expr: CelExpr, root: string): string | undefined {
  const { exprKind } = expr
  if (exprKind.case !== 'selectExpr' || exprKind.value.testOnly || !exprKind.value.operand) return undefined
  const { operand, field } = exprKind.value
  if (operand.exprKind.case === 'identExpr') return operand.exprKind.value.name === root ? field : undefined
  const parent = pathOf(operand, root)
  return parent === undefined ? undefined : `${parent}.${field}`
}

function literalOf(expr: CelExpr, trigger: JsonObject): JsonValue | undefined {
  const path = pathOf(expr, 'event')
  if (path) return valueAt(trigger, path.split('.'))
  if (expr.exprKind.case !== 'constExpr') return undefined
  const constant = expr.exprKind.value.constantKind
  if (constant.case === 'stringValue' || constant.case === 'boolValue' || constant.case === 'doubleValue')
    return constant.value
  return constant.case === 'int64Value' ? Number(constant.value) : undefined
}

function valueAt(value: JsonValue, path: string[]): JsonValue | undefined {
  let at: JsonValue | undefined = value
  for (const field of path) {
    if (typeof at !== 'object' || at === null || Array.isArray(at) || !Object.hasOwn(at, field))
      return undefined
    at = at[field]
  }
  return at
}
