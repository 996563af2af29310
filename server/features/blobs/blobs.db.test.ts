import { beforeAll, describe, expect, test } from 'vitest'
import { arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { call } from '@/server/api/testing/call'
import { newId } from '@/server/kernel/ids'
import type { BlobRef } from '@/server/language/contracts'
import { executeDownload } from '@/server/operations'
import { inTransaction, tenantDb, tenantPool } from '@/server/platform/db'
import { blobs, deleteBlobs } from './index'
import { blobPort } from './port'
import { MAX_ANSWERED_BYTES, MAX_BLOB_BYTES } from './schema'

let tenant: Tenant
let other: Tenant

beforeAll(async () => {
  tenant = await arrangeTenant('Blobs')
  other = await arrangeTenant('Others')
})

/** Many characters of two bytes and more, so that chunks end in the middle of some. */
const LARGE = { text: 'aü€😀'.repeat(120_000), list: Array.from({ length: 1_000 }, (_, at) => at) }

describe('a kept result', () => {
  test('is read again as it was written', async () => {
    const ref = await write(await arrangeRun(), LARGE)
    expect(ref).toEqual({
      $blob: expect.stringMatching(/^blb_/),
      bytes: Buffer.byteLength(JSON.stringify(LARGE)),
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    })
    expect(await blobPort.read(tenant, ref)).toEqual(LARGE)
    expect(await chunksOf(ref)).toBe(Math.ceil(ref.bytes / (256 * 1024)))
  })

  test.each([[null], [''], [{}], ['x'.repeat(256 * 1024 - 2)], ['x'.repeat(256 * 1024 * 16 - 2)]])(
    'of any size comes back whole',
    async (value) => {
      expect(await blobPort.read(tenant, await write(await arrangeRun(), value))).toEqual(value)
    },
  )

  test('is there with its digest: the same text has the same one', async () => {
    const runId = await arrangeRun()
    const [one, two] = [await write(runId, LARGE), await write(runId, LARGE)]
    expect(one.digest).toBe(two.digest)
    expect(one.$blob).not.toBe(two.$blob)
  })

  test('that was damaged is refused, not given', async () => {
    const ref = await write(await arrangeRun(), LARGE)
    await tenantPool(tenant.orgId).query(
      `UPDATE "BlobChunk" SET data = set_byte(data, 100, get_byte(data, 100) # 1) WHERE "blobId" = $1 AND index = 1`,
      [ref.$blob],
    )
    await expect(blobPort.read(tenant, ref)).rejects.toMatchObject({
      code: 'bug',
      message: expect.stringContaining('is not what was written'),
    })
  })

  test('without one of its chunks is refused', async () => {
    const ref = await write(await arrangeRun(), LARGE)
    await tenantPool(tenant.orgId).query('DELETE FROM "BlobChunk" WHERE "blobId" = $1 AND index = 1', [
      ref.$blob,
    ])
    await expect(blobPort.read(tenant, ref)).rejects.toMatchObject({ code: 'bug' })
  })

  test('is found by its own digest only', async () => {
    const ref = await write(await arrangeRun(), LARGE)
    const forged = { ...ref, digest: `sha256:${'0'.repeat(64)}` }
    await expect(blobPort.read(tenant, forged)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('belongs to a run that is there', async () => {
    await expect(write('run_none', 1)).rejects.toMatchObject({ code: 'not_found' })
    const theirs = await arrangeRun(other)
    await expect(write(theirs, 1)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('is refused when it is larger than any that is kept', async () => {
    const text = `"${'x'.repeat(MAX_BLOB_BYTES)}"`
    await expect(blobPort.write({ ...tenant, runId: await arrangeRun() }, text)).rejects.toMatchObject({
      code: 'too_large',
      message: expect.stringContaining('256 MiB'),
    })
  })
})

describe('another tenant', () => {
  test('reads nothing of it, by port or by operation', async () => {
    const runId = await arrangeRun()
    const theirRunId = await arrangeRun(other)
    const ref = await write(runId, LARGE)
    await expect(blobPort.read(other, ref)).rejects.toMatchObject({ code: 'not_found' })
    for (const asked of [runId, theirRunId]) {
      const input = { projectId: other.projectId, runId: asked, blobId: ref.$blob }
      await expect(call(blobs.get, other.owner, input)).rejects.toMatchObject({ code: 'not_found' })
      await expect(download(other, input)).rejects.toMatchObject({ code: 'not_found' })
    }
  })
})

describe('blobs.get', () => {
  test('answers with the value, also to another run of the project', async () => {
    const ref = await write(await arrangeRun(), LARGE)
    const input = { projectId: tenant.projectId, runId: await arrangeRun(), blobId: ref.$blob }
    expect(await call(blobs.get, tenant.owner, input)).toEqual({ value: LARGE })
  })

  test('says of a larger one to download it', async () => {
    const runId = await arrangeRun()
    const value = 'x'.repeat(MAX_ANSWERED_BYTES)
    const input = { projectId: tenant.projectId, runId, blobId: (await write(runId, value)).$blob }
    await expect(call(blobs.get, tenant.owner, input)).rejects.toMatchObject({
      code: 'too_large',
      message: expect.stringMatching(/33 MiB.*Download/),
    })
    const file = await download(tenant, input)
    expect(file.length).toBe(MAX_ANSWERED_BYTES + 2)
  })

  test('says of an unknown one that it is not kept any more', async () => {
    const input = { projectId: tenant.projectId, runId: await arrangeRun(), blobId: 'blb_none' }
    await expect(call(blobs.get, tenant.owner, input)).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('erased'),
    })
  })
})

test('blobs.download gives the JSON text as a file', async () => {
  const runId = await arrangeRun()
  const input = { projectId: tenant.projectId, runId, blobId: (await write(runId, LARGE)).$blob }
  const file = await executeDownload(blobs.download, tenant.owner, input)
  expect(file).toMatchObject({ contentType: 'application/json', fileName: `${input.blobId}.json` })
  expect(JSON.parse(await download(tenant, input))).toEqual(LARGE)
})

test('what is kept of a run goes when it is deleted, that of others stays', async () => {
  const [erased, kept] = [await arrangeRun(), await arrangeRun()]
  const refs = [await write(erased, LARGE), await write(erased, 1), await write(kept, LARGE)] as const
  await inTransaction(tenantPool(tenant.orgId), (client) => deleteBlobs(client, [erased]))
  await expect(blobPort.read(tenant, refs[0])).rejects.toMatchObject({ code: 'not_found' })
  expect(await Promise.all(refs.map(chunksOf))).toEqual([0, 0, await chunksOf(refs[2])])
  expect(await blobPort.read(tenant, refs[2])).toEqual(LARGE)
})

test('another tenant deletes nothing', async () => {
  const runId = await arrangeRun()
  const ref = await write(runId, 1)
  await inTransaction(tenantPool(other.orgId), (client) => deleteBlobs(client, [runId]))
  expect(await blobPort.read(tenant, ref)).toBe(1)
})

function write(runId: string, value: unknown): Promise<BlobRef> {
  return blobPort.write({ orgId: tenant.orgId, projectId: tenant.projectId, runId }, JSON.stringify(value))
}

async function chunksOf(ref: BlobRef): Promise<number> {
  return tenantDb(tenant.orgId).blobChunk.count({ where: { blobId: ref.$blob } })
}

async function download({ owner }: Tenant, input: object): Promise<string> {
  let text = ''
  for await (const piece of (await executeDownload(blobs.download, owner, input)).pieces) text += piece
  return text
}

/** A run of a starter workflow, as far as results need one. */
async function arrangeRun({ orgId, projectId }: Tenant = tenant): Promise<string> {
  const id = newId('run')
  const { rows } = await tenantPool(orgId).query(
    `WITH taken AS (
       UPDATE "Project" SET "lastRunNumber" = "lastRunNumber" + 1 WHERE id = $2 RETURNING "lastRunNumber" AS number
     )
     INSERT INTO "Run" (id, "orgId", "projectId", "workflowId", "versionId", number, title, inputs, trigger)
     SELECT $1, v."orgId", v."projectId", v."workflowId", v.id, taken.number, 'Kept', '{}', '{}'
       FROM "WorkflowVersion" v, taken WHERE v."projectId" = $2 LIMIT 1 RETURNING id`,
    [id, projectId],
  )
  if (rows.length !== 1) throw new Error('No run was made.')
  return id
}
