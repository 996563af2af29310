import { AppError } from '@/server/kernel/errors'
import { isJsonObject, type JsonValue } from '@/server/kernel/json'
import type { SealPort } from '@/server/language/contracts'
import { decrypt, encrypt } from '@/server/platform/crypto'

/** Encrypts what sensitive steps return; what was sealed in one project opens in no other. */
export const sealPort: SealPort = {
  seal: ({ orgId, projectId }, value) => encrypt(JSON.stringify({ orgId, projectId, value })),

  async open({ orgId, projectId }, sealed) {
    const text = await decrypt(sealed).catch((cause: unknown) => {
      throw new AppError(
        'invalid_state',
        'What a sensitive step returned cannot be opened with this PAWL_SECRET_KEY. Start Pawl with the key it was sealed with.',
        { cause },
      )
    })
    // `seal` wrote JSON.
    const opened = JSON.parse(text) as JsonValue
    if (!isJsonObject(opened) || opened.orgId !== orgId || opened.projectId !== projectId)
      throw new AppError('invalid_state', 'What a sensitive step returned was sealed in another project.')
    return opened.value ?? null
  },
}
