import type { JsonSchema } from '@/server/kernel/json'

/** What an expression at one place of a document may see. JSON Schemas serve as types; `{}` is unknown. */
export interface ScopeInfo {
  /** `inputs`, `vars`, `run`, `trigger`, and inside a forEach `item`, `index` and its `as` name. */
  names: ReadonlyMap<string, JsonSchema>
  steps: StepScope
  /** Only fields that reach the network edge may hold secrets. */
  secrets: 'allowed' | { refused: string }
}

export interface StepScope {
  /** Ids that can be referred to here: for suggestions and completion. */
  ids(): string[]
  find(id: string): StepLookup
}

export type StepLookup =
  | { kind: 'visible'; output: JsonSchema }
  | { kind: 'hidden'; message: string; suggestion?: string }
  | { kind: 'unknown' }

/** What `steps.<id>` holds. */
export const STEP_FIELDS = {
  output: 'What the step returned.',
  status: '`succeeded`, `failed`, `skipped` or `cancelled`.',
  error: 'Why it failed: `code` and `message`; absent otherwise.',
  attempts: 'How often it was started.',
  costUsd: 'What its model calls cost, in dollars; absent where no price is known.',
} as const

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
