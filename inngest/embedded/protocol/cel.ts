import { celEnv, isCelError, parse, plan } from '@bufbuild/cel'
import { AppError } from '@/server/kernel/errors'
import type { JsonObject } from '@/server/kernel/json'

export interface CelVariables {
  /** The event that started the run (in a trigger's own expression: the event that came in). */
  event: JsonObject
  /** The event that came in later. */
  async?: JsonObject
}

export type CelExpr = NonNullable<ReturnType<typeof parse>['expr']>

interface Compiled {
  expr: CelExpr | undefined
  evaluate: (variables: CelVariables) => unknown
}

/** Whether the expression is exactly `true`: a missing field evaluates to an error value, which is truthy. */
export function celMatches(expression: string, variables: CelVariables): boolean {
  return evaluateCel(expression, variables) === true
}

/** The value as text, for concurrency keys; `undefined` where it cannot be told. */
export function celText(expression: string, variables: CelVariables): string | undefined {
  const value = evaluateCel(expression, variables)
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return String(value)
  return undefined
}

/** The value as a number, for priorities; `undefined` where it is none. */
export function celNumber(expression: string, variables: CelVariables): number | undefined {
  const value = evaluateCel(expression, variables)
  const number = typeof value === 'bigint' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

/** Refuses an expression that does not parse, with the place where it breaks. */
export function checkCel(expression: string): void {
  compile(expression)
}

export function parseCel(expression: string): CelExpr | undefined {
  return compile(expression).expr
}

function evaluateCel(expression: string, variables: CelVariables): unknown {
  try {
    const value = compile(expression).evaluate(variables)
    return isCelError(value) ? undefined : value
  } catch {
    return undefined
  }
}

const env = celEnv()
const compiled = new Map<string, Compiled>()
const COMPILED_MAX = 1_000

function compile(expression: string): Compiled {
  const known = compiled.get(expression)
  if (known) return known
  try {
    const parsed = parse(expression)
    // The environment declares no variables, so the planner takes any binding of JSON values.
    const evaluate = plan(env, parsed) as unknown as Compiled['evaluate']
    const fresh = { expr: parsed.expr, evaluate }
    if (compiled.size >= COMPILED_MAX) compiled.clear()
    compiled.set(expression, fresh)
    return fresh
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new AppError('invalid_input', `The CEL expression \`${expression}\` does not parse: ${reason}.`, {
      cause,
    })
  }
}
