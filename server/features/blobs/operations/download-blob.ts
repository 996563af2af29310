import { z } from 'zod'
import { defineDownload } from '@/server/operations'
import { requireRun } from '../require-run'
import { findBlob, readPieces } from '../store'

export const downloadBlob = defineDownload({
  name: 'blobs.download',
  summary: 'A result of a run that was too large for its row, as a JSON file of any size.',
  within: 'project',
  permission: 'runs.read',
  route: 'GET /runs/{runId}/blobs/{blobId}/file',
  input: z.object({ runId: z.string().max(64), blobId: z.string().max(64) }),
  contentType: () => 'application/json',
  fileName: ({ blobId }) => `${blobId}.json`,
  async *run({ scope, db }, { runId, blobId }) {
    await requireRun(scope, db, runId)
    yield* readPieces(scope, db, await findBlob(scope, db, blobId))
  },
})
