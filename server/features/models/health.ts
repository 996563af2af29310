import type { ModelResult } from '@/server/language/contracts'
import { tenantPool } from '@/server/platform/db'
import { logger } from '@/server/platform/logger'
import { announce } from '@/server/platform/realtime'
import { OFFLINE_PROVIDER } from './schema'

/** A provider that goes on as it did is noted again only after this long: calls come by the thousand. */
const SAME_AGAIN_MS = 60_000
const MOST_REMEMBERED = 2_000
const LONGEST_ERROR = 500

/** What a failure says of the provider. Any other (a bad request, an unfit answer) is one it answered. */
const TELLING = new Set([
  'blocked_host',
  'host_not_allowed',
  'invalid_key',
  'overloaded',
  'provider_unavailable',
  'quota_exceeded',
  'rate_limited',
  'timeout',
])

/** What this process noted last, by provider. */
const noted = new Map<string, { error: string | null; atMs: number }>()

/** Notes on the provider how a call to it went. Never fails the call that it tells of. */
export async function recordHealth(
  { orgId, projectId }: { orgId: string; projectId: string },
  provider: string,
  result: ModelResult,
  latencyMs: number,
  options: { isAsked?: boolean } = {},
): Promise<void> {
  if (provider === OFFLINE_PROVIDER || (!result.ok && result.code === 'cancelled')) return
  const error = !result.ok && TELLING.has(result.code) ? result.message.slice(0, LONGEST_ERROR) : null
  const key = `${projectId}/${provider}`
  const before = noted.get(key)
  const now = Date.now()
  const isSame = before?.error === error && now - before.atMs < SAME_AGAIN_MS
  if (isSame && !options.isAsked) return
  if (noted.size >= MOST_REMEMBERED) noted.clear()
  noted.set(key, { error, atMs: now })
  try {
    await tenantPool(orgId).query(
      `UPDATE "Provider" SET "checkedAt" = now(), "checkError" = $3, "checkLatencyMs" = $4
        WHERE "projectId" = $1 AND name = $2`,
      [projectId, provider, error, latencyMs],
    )
    if (before?.error !== error || options.isAsked) announce(orgId, 'providers')
  } catch (err) {
    logger.warn({ err, projectId, provider }, 'The health of a provider could not be noted.')
  }
}
