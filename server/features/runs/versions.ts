import type { WorkflowDefinition } from '@/server/language/contracts'
import { namesRead } from '@/server/language/definition'
import type { Queryable } from '@/server/platform/db'

/** What runs need of a version. It never changes, so nobody may change it: it is shared. */
export interface KnownVersion {
  id: string
  definition: WorkflowDefinition
  reads: VariablesRead
  /** Whether its steps may take places, which they do before the run's first commit. */
  takesPlaces: boolean
}

/** Which of the project's variables a document reads. */
export interface VariablesRead {
  names: readonly string[]
  readsAny: boolean
}

/** At most so much text of versions is kept; what is kept takes a few times as much. */
const MOST_CHARACTERS = 8_000_000

const known = new Map<string, { version: KnownVersion; characters: number }>()
let keptCharacters = 0

interface VersionRow {
  source: string
  definition: string
}

/** A version that the caller knows to be its own: whose rows it may see, the database has decided when it found the id. */
export async function knownVersion(db: Queryable, id: string): Promise<KnownVersion> {
  const kept = known.get(id)
  if (kept) {
    // The least recently used go first.
    known.delete(id)
    known.set(id, kept)
    return kept.version
  }
  const { rows } = await db.query<VersionRow>({
    name: 'version',
    text: 'SELECT source, definition::text AS definition FROM "WorkflowVersion" WHERE id = $1',
    values: [id],
  })
  const row = rows[0]
  if (!row) throw new Error(`Version ${id} is gone.`)
  return keep(id, row)
}

/** Which of the project's variables this document reads. */
export function variablesRead(source: string): VariablesRead {
  if (!source.includes('vars')) return { names: [], readsAny: false }
  const { vars, readsAnyVar, ownVars } = namesRead(source)
  return { names: [...vars].filter((name) => !ownVars.has(name)), readsAny: readsAnyVar }
}

function keep(id: string, { source, definition }: VersionRow): KnownVersion {
  // Only publishing, trying and the starters write this column, and they write a checked definition.
  const parsed = deepFreeze(JSON.parse(definition)) as WorkflowDefinition
  const takesPlaces = definition.includes('"concurrency"')
  const version = { id, definition: parsed, reads: variablesRead(source), takesPlaces }
  const characters = source.length + definition.length
  if (characters > MOST_CHARACTERS / 4) return version
  keptCharacters += characters
  known.set(id, { version, characters })
  for (const [oldId, old] of known) {
    if (keptCharacters <= MOST_CHARACTERS) break
    known.delete(oldId)
    keptCharacters -= old.characters
  }
  return version
}

function deepFreeze(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  for (const field of Object.values(value)) deepFreeze(field)
  return Object.freeze(value)
}
