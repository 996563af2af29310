import { z } from 'zod'

export const textField = z
  .string()
  .max(10 * 1024 * 1024, { error: 'A text has at most 10 Mi characters.' })
  .meta({ description: 'What the digest is of, as UTF-8.' })

export const algorithmField = z
  .enum(['sha256', 'sha512', 'sha1', 'md5'])
  .default('sha256')
  .meta({ description: 'How; sha256 unless said otherwise.' })

export const encodingField = z
  .enum(['hex', 'base64', 'base64url'])
  .default('hex')
  .meta({ description: 'How the bytes are written; hex unless said otherwise.' })
