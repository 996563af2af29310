import { isJsonObject, type JsonObject, type JsonValue } from '@/server/kernel/json'
import { type BlobRef, INLINE_BYTES, type RunSnapshot, type StepPorts } from '../../contracts'

/** Results that do not stand in their row as they are: large ones are kept apart, sensitive ones sealed. */
export interface StoredResults {
  /** Whether any result of this run is stored so: otherwise nobody has to look. */
  readonly isUsed: boolean
  /** What to put into the row for this value, whose JSON has so many bytes; at once where nothing is to be done. */
  keep(value: JsonValue, bytes: number, isSensitive: boolean): JsonValue | Promise<JsonValue>
  /** The value with everything that is stored elsewhere put in. */
  read(value: JsonValue): Promise<JsonValue>
}

export function createStoredResults(
  ports: Pick<StepPorts, 'blobs' | 'seals'>,
  snapshot: RunSnapshot,
): StoredResults {
  const { orgId, projectId, runId } = snapshot
  const fetched = new Map<string, JsonValue>()
  let isUsed = snapshot.steps.some(({ output }) => isStored(output)) || snapshot.fragment !== undefined

  async function fetch(ref: BlobRef): Promise<JsonValue> {
    const known = fetched.get(ref.$blob)
    if (known !== undefined) return known
    const value = await ports.blobs.read({ orgId, projectId }, ref)
    fetched.set(ref.$blob, value)
    const [oldest] = fetched.keys()
    if (fetched.size > MOST_FETCHED && oldest !== undefined) fetched.delete(oldest)
    return value
  }

  async function read(value: JsonValue): Promise<JsonValue> {
    if (typeof value !== 'object' || value === null) return value
    if (isBlobRef(value)) return read(await fetch(value))
    if (isSealed(value)) return ports.seals.open({ orgId, projectId }, value.$sealed)
    if (!JSON.stringify(value).includes('"$')) return value
    if (Array.isArray(value)) return Promise.all(value.map(read))
    const fields = Object.entries(value).map(async ([key, field]) => [key, await read(field)] as const)
    return Object.fromEntries(await Promise.all(fields))
  }

  async function store(value: JsonValue, bytes: number, isSensitive: boolean): Promise<JsonValue> {
    const kept = isSensitive ? { $sealed: await ports.seals.seal({ orgId, projectId }, value) } : value
    if (bytes <= INLINE_BYTES) return kept
    return { ...(await ports.blobs.write({ orgId, projectId, runId }, JSON.stringify(kept))) }
  }

  return {
    get isUsed() {
      return isUsed
    },
    keep(value, bytes, isSensitive) {
      if (!isSensitive && bytes <= INLINE_BYTES) return value
      isUsed = true
      return store(value, bytes, isSensitive)
    },
    read,
  }
}

/** Values at hand in a wave. */
const MOST_FETCHED = 16

export function isBlobRef(value: JsonValue | undefined): value is JsonObject & BlobRef {
  return isJsonObject(value) && typeof value.$blob === 'string' && typeof value.digest === 'string'
}

function isSealed(value: JsonValue): value is { $sealed: string } {
  return isJsonObject(value) && typeof value.$sealed === 'string' && Object.keys(value).length === 1
}

function isStored(value: JsonValue | undefined): boolean {
  return value !== undefined && (isBlobRef(value) || isSealed(value))
}
