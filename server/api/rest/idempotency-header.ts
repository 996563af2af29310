import { AppError } from '@/server/kernel/errors'

const MAX_LENGTH = 200

/** The key of an `Idempotency-Key` header: a quoted string, as the draft standard has it, or a bare word. */
export function readIdempotencyKey(header: string | null): string | undefined {
  if (header === null) return undefined
  const key = header.startsWith('"') ? unquote(header) : header
  if (key !== undefined && key.length <= MAX_LENGTH && /^[\x21-\x7e]+$/.test(key)) return key
  throw new AppError(
    'invalid_input',
    `An Idempotency-Key is 1 to ${MAX_LENGTH} visible ASCII characters without spaces, such as a UUID.`,
    { details: { issues: [{ path: 'Idempotency-Key', message: 'It is not valid.' }] } },
  )
}

function unquote(text: string): string | undefined {
  const [, inner] = /^"((?:[^"\\]|\\["\\])*)"$/.exec(text) ?? []
  return inner?.replace(/\\(["\\])/g, '$1')
}
