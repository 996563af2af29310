import { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import type { JsonValue } from '@/server/kernel/json'
import { defineQuery } from '@/server/operations'
import { requireRun } from '../require-run'
import { MAX_ANSWERED_BYTES } from '../schema'
import { findBlob, readText } from '../store'

const MIB = 1024 * 1024

export const getBlob = defineQuery({
  name: 'blobs.get',
  summary: 'A result of a run that was too large for its row, up to 32 MiB.',
  within: 'project',
  permission: 'runs.read',
  route: 'GET /runs/{runId}/blobs/{blobId}',
  input: z.object({ runId: z.string().max(64), blobId: z.string().max(64) }),
  // Walking 32 MiB of JSON with a schema would hold up everybody else, and it was parsed here.
  output: z.object({ value: z.custom<JsonValue>(() => true) }),
  async run({ scope, db }, { runId, blobId }) {
    await requireRun(scope, db, runId)
    const blob = await findBlob(scope, db, blobId)
    if (blob.bytes > MAX_ANSWERED_BYTES)
      throw new AppError(
        'too_large',
        `This result has ${Math.ceil(blob.bytes / MIB)} MiB; more than ${MAX_ANSWERED_BYTES / MIB} MiB are not shown. Download it instead.`,
        { details: { bytes: blob.bytes } },
      )
    // The port was given a JSON text, and this is it: its digest was compared.
    return { value: JSON.parse(await readText(scope, db, blob)) as JsonValue }
  },
})
