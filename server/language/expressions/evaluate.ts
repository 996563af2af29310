import type { Expression } from 'acorn'
import type { JsonObject, JsonValue } from '@/server/kernel/json'
import type { SandboxPort, SandboxRequest, SandboxResult, StepFailure } from '@/server/language/contracts'
import { parseExpression } from './parse'
import { formatPath, pathOf, resolvePath } from './path'
import { referencesOf, scopeFor } from './references'
import { isSecretName, type SecretMarkers } from './secrets'
import { isTemplate, parseTemplate, soleExpression } from './template'

export interface EvaluationContext {
  /** `inputs`, `vars`, `steps`, `run`, `trigger`, `item` … */
  scope: JsonObject
  sandbox: SandboxPort
  orgId: string
  /** Absent: expressions that read a secret fail. */
  secrets?: SecretMarkers
  signal?: AbortSignal
}

export type Evaluated<Value> = { ok: true; value: Value } | { ok: false; failure: StepFailure }

/** An expression that needs longer than this is stuck; the sandbox ends its thread. */
export const EXPRESSION_TIMEOUT_MS = 100
/** What an expression gets when the first time was over: long enough for a machine that has no time for it. */
const SECOND_CHANCE_MS = 1_000
export const EXPRESSION_MEMORY_BYTES = 16 * 1024 * 1024

/** The value with every `${{ … }}` in its texts evaluated. `where` names the place in errors. */
export async function evaluateValue(
  value: JsonValue,
  context: EvaluationContext,
  where = '',
): Promise<Evaluated<JsonValue>> {
  if (typeof value === 'string') return evaluateText(value, context, where)
  if (typeof value !== 'object' || value === null) return { ok: true, value }
  const entries: [string, JsonValue][] = []
  for (const [key, field] of Object.entries(value)) {
    const result = await evaluateValue(field, context, where === '' ? key : `${where}.${key}`)
    if (!result.ok) return result
    entries.push([key, result.value])
  }
  return {
    ok: true,
    value: Array.isArray(value) ? entries.map(([, field]) => field) : Object.fromEntries(entries),
  }
}

/**
 * One text. Exactly one expression keeps its value's type (`undefined` becomes `null`); otherwise values
 * are put into the text: objects as JSON, nothing (`null`, `undefined`) as nothing.
 */
export async function evaluateText(
  text: string,
  context: EvaluationContext,
  where = '',
): Promise<Evaluated<JsonValue>> {
  if (!isTemplate(text)) return { ok: true, value: text }
  const template = parseTemplate(text)
  const [problem] = template.problems
  if (problem !== undefined) return failed(text, where, problem.message)
  const sole = soleExpression(template)
  if (sole !== undefined) return evaluateAst(sole.ast, sole.source, context, where)
  let result = ''
  for (const part of template.parts) {
    if (part.kind === 'text') {
      result += part.text
      continue
    }
    const evaluated = await evaluateAst(part.ast, part.source, context, where)
    if (!evaluated.ok) return evaluated
    result += inText(evaluated.value)
  }
  return { ok: true, value: result }
}

/** A bare expression (`if`, `that`) as true or false, as JavaScript has it. `${{ … }}` around it may stand. */
export async function evaluateCondition(
  source: string,
  context: EvaluationContext,
  where = '',
): Promise<Evaluated<boolean>> {
  const bare = bareExpression(source)
  const parsed = parseExpression(bare)
  if (!parsed.ok) return failed(bare, where, parsed.problem.message)
  const result = await evaluateAst(parsed.ast, bare, context, where)
  return result.ok ? { ok: true, value: Boolean(result.value) } : result
}

/** The expression of a condition, also when it was written inside `${{ … }}`. */
export function bareExpression(source: string): string {
  if (!isTemplate(source)) return source
  const sole = soleExpression(parseTemplate(source.trim()))
  return sole?.source.trim() ?? source
}

async function evaluateAst(
  ast: Expression,
  source: string,
  context: EvaluationContext,
  where: string,
): Promise<Evaluated<JsonValue>> {
  const references = referencesOf(ast)
  const scope = scopeFor(references, context.scope)
  if (references.secrets.size > 0) {
    if (context.secrets === undefined) return failed(source, where, 'secrets cannot be read here.')
    scope.secrets = markers(references.secrets, context.secrets)
  }
  const path = pathOf(ast)
  if (path !== undefined && Object.hasOwn(scope, path[0])) {
    const read = resolvePath(path, scope)
    if (read.kind === 'value') return { ok: true, value: read.value ?? null }
    if (read.kind === 'failed') return failed(source, where, `${read.message}${skippedHint(path, scope)}`)
  }
  const result = await computed(
    {
      orgId: context.orgId,
      mode: 'expression',
      source,
      scope,
      timeoutMs: EXPRESSION_TIMEOUT_MS,
      memoryBytes: EXPRESSION_MEMORY_BYTES,
      ...(context.signal === undefined ? {} : { signal: context.signal }),
    },
    context.sandbox,
  )
  return result.ok ? { ok: true, value: result.value } : failed(source, where, result.message, result.code)
}

/** Computed once more when its time was over: a starved machine must not fail a run, and an expression changes nothing. */
async function computed(request: SandboxRequest, sandbox: SandboxPort): Promise<SandboxResult> {
  const result = await sandbox.evaluate(request)
  const isStarved = !result.ok && result.code === 'timeout'
  return isStarved ? sandbox.evaluate({ ...request, timeoutMs: SECOND_CHANCE_MS }) : result
}

function markers(names: ReadonlySet<string>, secrets: SecretMarkers): JsonObject {
  return Object.fromEntries([...names].filter(isSecretName).map((name) => [name, secrets.markerOf(name)]))
}

/** A step that did not run has no output: the usual reason for reading a field of nothing. */
function skippedHint(path: readonly (string | number)[], scope: JsonObject): string {
  const [root, id] = path
  if (root !== 'steps' || id === undefined) return ''
  const status = resolvePath(['steps', id, 'status'], scope)
  return status.kind === 'value' && status.value !== 'succeeded' && typeof status.value === 'string'
    ? ` Step \`${formatPath([String(id)])}\` is ${status.value}.`
    : ''
}

function inText(value: JsonValue): string {
  if (value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const LONGEST_SHOWN = 200

function failed(source: string, where: string, why: string, code = 'expression_failed') {
  const shown = source.trim().slice(0, LONGEST_SHOWN)
  const place = where === '' ? '' : ` in \`${where}\``
  const failure: StepFailure = {
    code,
    message: `The expression \`${shown}\`${place} failed: ${why}`,
    retryable: false,
    details: { expression: shown, ...(where === '' ? {} : { at: where }) },
  }
  return { ok: false as const, failure }
}
