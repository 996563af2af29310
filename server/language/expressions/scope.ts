import type { JsonSchema } from '@/server/kernel/json'

/** What an expression at one place of a document may see. JSON Schemas serve as types; `{}` is unknown. */
export interface ScopeInfo {
  /** `inputs`, `vars`, `run`, `trigger`, and inside a forEach `item`, `index` and its `as` name. */
  names: ReadonlyMap<string, JsonSchema>
  steps: StepScope
  /** Only fields that reach the network edge may hold secrets. */
  secrets: 'allowed' | { refused: string }
  /** Names of the project's secrets; absent: not known. */
  knownSecrets?: readonly string[]
  /** Paths that conditions around the place have looked at: what they can be is the author's care. */
  tested?: readonly NamePath[]
}

/** The names of a path, as far as they are known when it is written. */
export type NamePath = readonly (string | number)[]

export interface StepScope {
  /** Ids that can be referred to here: for suggestions and completion. */
  ids(): string[]
  find(id: string): StepLookup
}

export type StepLookup =
  | { kind: 'visible'; output: JsonSchema; absence?: Absence }
  | { kind: 'hidden'; message: string; suggestion?: string }
  | { kind: 'unknown' }

/** Why what is read may not be there. `step`: not even its status, for it may not have been reached. */
export interface Absence {
  of: 'step' | 'output'
  reason: string
}

/** What `steps.<id>` holds. */
export const STEP_FIELDS = {
  output: 'What the step returned.',
  status: '`succeeded`, `failed`, `skipped` or `cancelled`.',
  error: 'Why it failed: `code` and `message`; absent otherwise.',
  attempts: 'How often it was started.',
  costUsd: 'What its model calls cost, in dollars; absent where no price is known.',
} as const

/** What programs call to do durable work: each call is a step of its own. */
export const PROGRAM_CALLS = {
  agent: '`await agent({ model, prompt })`: asks a model.',
  approval: '`await approval({ title })`: waits for a person to decide.',
  http: '`await http({ url })`: sends a request; a URL alone will do.',
  sleep: "`await sleep('10m')`: waits.",
  tool: '`await tool(name, input)`: calls a tool.',
  workflow: '`await workflow(name, { inputs })`: runs another workflow.',
} as const

/** What programs can name besides: their calls give promises, and what they write goes to the step's log. */
export const PROGRAM_GLOBALS = ['console', 'Promise'] as const

/** Names of JavaScript itself that expressions and `code` may use. */
export const GLOBAL_NAMES = new Set([
  'Array',
  'BigInt',
  'Boolean',
  'Date',
  'Error',
  'Infinity',
  'JSON',
  'Map',
  'Math',
  'NaN',
  'Number',
  'Object',
  'RangeError',
  'RegExp',
  'Set',
  'String',
  'Symbol',
  'SyntaxError',
  'TypeError',
  'WeakMap',
  'WeakSet',
  'Uint8Array',
  'decodeURI',
  'decodeURIComponent',
  'encodeURI',
  'encodeURIComponent',
  'isFinite',
  'isNaN',
  'parseFloat',
  'parseInt',
  'undefined',
])
