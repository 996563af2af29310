import { AppError } from '@/server/kernel/errors'
import { newId } from '@/server/kernel/ids'
import type { BlobRef } from '@/server/language/contracts'
import { inTransaction, type Queryable, type TenantDb, tenantPool } from '@/server/platform/db'
import { createDigest, refuseDamaged } from './digest'
import { MAX_BLOB_BYTES } from './schema'

interface RunScope {
  orgId: string
  projectId: string
  runId: string
}

type ProjectScope = Omit<RunScope, 'runId'>

export interface KeptBlob {
  id: string
  bytes: number
  digest: string
}

const CHUNK_BYTES = 256 * 1024
/** So that one statement holds 4 MiB at most. */
const CHUNKS_AT_ONCE = 16

/** Keeps a JSON text for a run, in one transaction of its own. */
export async function insertBlob(scope: RunScope, json: string): Promise<BlobRef> {
  const bytes = Buffer.from(json, 'utf8')
  if (bytes.length > MAX_BLOB_BYTES)
    throw new AppError('too_large', `A result has at most ${MAX_BLOB_BYTES / 1024 ** 2} MiB.`)
  const digest = createDigest()
  digest.update(bytes)
  const kept: KeptBlob = { id: newId('blob'), bytes: bytes.length, digest: digest.value() }
  await inTransaction(tenantPool(scope.orgId), async (client) => {
    await insertHead(client, scope, kept)
    for (let first = 0; first * CHUNK_BYTES < bytes.length; first += CHUNKS_AT_ONCE)
      await insertChunks(client, scope.orgId, kept.id, first, bytes)
  })
  return { $blob: kept.id, bytes: kept.bytes, digest: kept.digest }
}

/** Deletes all that is kept apart of these runs. In the caller's transaction. */
export async function deleteBlobs(db: Queryable, runIds: readonly string[]): Promise<void> {
  if (runIds.length === 0) return
  await db.query('DELETE FROM "Blob" WHERE "runId" IN (SELECT jsonb_array_elements_text($1::jsonb))', [
    JSON.stringify(runIds),
  ])
}

/** `not_found` when it was erased, or never was one of this project. */
export async function findBlob(
  { orgId, projectId }: ProjectScope,
  db: Pick<TenantDb, 'blob'>,
  id: string,
): Promise<KeptBlob> {
  const found = await db.blob.findFirst({
    where: { id, orgId, projectId },
    select: { id: true, bytes: true, digest: true },
  })
  if (found) return found
  throw new AppError(
    'not_found',
    'This result is not kept any more: it was erased, or the time that results are kept was over.',
  )
}

/** The text piece by piece, in whole characters; throws at the end when it is not what was written. */
export async function* readPieces(
  { orgId }: Pick<ProjectScope, 'orgId'>,
  db: Pick<TenantDb, 'blobChunk'>,
  blob: KeptBlob,
): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  const digest = createDigest()
  const chunks = Math.ceil(blob.bytes / CHUNK_BYTES)
  for (let first = 0; first < chunks; first += CHUNKS_AT_ONCE) {
    const rows = await db.blobChunk.findMany({
      where: { orgId, blobId: blob.id, index: { gte: first, lt: first + CHUNKS_AT_ONCE } },
      orderBy: { index: 'asc' },
      select: { data: true },
    })
    for (const { data } of rows) {
      digest.update(data)
      yield decoder.decode(data, { stream: true })
    }
  }
  refuseDamaged(blob.id, digest, blob.digest)
}

export async function readText(
  scope: Pick<ProjectScope, 'orgId'>,
  db: Pick<TenantDb, 'blobChunk'>,
  blob: KeptBlob,
): Promise<string> {
  const pieces: string[] = []
  for await (const piece of readPieces(scope, db, blob)) pieces.push(piece)
  return pieces.join('')
}

async function insertHead(client: Queryable, scope: RunScope, blob: KeptBlob): Promise<void> {
  const { orgId, projectId, runId } = scope
  const { rows } = await client.query(
    `INSERT INTO "Blob" (id, "orgId", "projectId", "runId", bytes, digest)
     SELECT $1, r."orgId", r."projectId", r.id, $5, $6 FROM "Run" r
      WHERE r."orgId" = $2 AND r."projectId" = $3 AND r.id = $4
  RETURNING id`,
    [blob.id, orgId, projectId, runId, blob.bytes, blob.digest],
  )
  if (rows.length === 0) throw new AppError('not_found', `There is no run ${runId} to keep a result for.`)
}

async function insertChunks(
  client: Queryable,
  orgId: string,
  blobId: string,
  first: number,
  bytes: Buffer,
): Promise<void> {
  const values: unknown[] = [orgId, blobId]
  const rows: string[] = []
  for (let index = first; index < first + CHUNKS_AT_ONCE && index * CHUNK_BYTES < bytes.length; index++) {
    const at = values.push(index, bytes.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES))
    rows.push(`($1, $2, $${at - 1}, $${at})`)
  }
  await client.query(
    `INSERT INTO "BlobChunk" ("orgId", "blobId", "index", data) VALUES ${rows.join(', ')}`,
    values,
  )
}
