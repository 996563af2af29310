import { createHash } from 'node:crypto'
import { AppError } from '@/server/kernel/errors'
import { isSigned, sign } from '@/server/platform/crypto'

const PURPOSE = 'tested provider key'
const VALID_MS = 10 * 60_000

interface TestedKey {
  projectId: string
  provider: string
  key: string
}

/** Says that this very key of this very provider passed its test, for ten minutes. */
export function proveTested(tested: TestedKey, now: Date): string {
  const untilMs = now.getTime() + VALID_MS
  return `${untilMs}.${sign(PURPOSE, statementOf(tested, untilMs))}`
}

export function requireProof(tested: TestedKey, proof: string, now: Date): void {
  const [until = '', signature = ''] = proof.split('.')
  const untilMs = Number(until)
  if (!(untilMs > now.getTime()) || !isSigned(PURPOSE, statementOf(tested, untilMs), signature))
    throw new AppError(
      'invalid_state',
      'This key has not just passed its test. Test it, then replace the key.',
    )
}

function statementOf({ projectId, provider, key }: TestedKey, untilMs: number): string {
  return [projectId, provider, createHash('sha256').update(key).digest('hex'), untilMs].join('\n')
}
