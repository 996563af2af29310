import { createHash } from 'node:crypto'
import { AppError } from '@/server/kernel/errors'
import { RestRefusal } from '../refusal'
import { openApiDocument } from './document'

let made: { text: string; etag: string } | undefined

/** The document; whoever has this one already is told so. */
export function documentResponse(request: Request): Response {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    throw new RestRefusal(405, new AppError('invalid_input', 'This document is read only.'), {
      allow: 'GET, HEAD, OPTIONS',
    })
  const { text, etag } = ready()
  const headers = { etag, 'cache-control': 'no-cache' }
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers })
  return new Response(text, { headers: { ...headers, 'content-type': 'application/json' } })
}

function ready(): { text: string; etag: string } {
  if (made) return made
  const text = JSON.stringify(openApiDocument())
  const digest = createHash('sha256').update(text).digest('base64url')
  made = { text, etag: `"${digest.slice(0, 22)}"` }
  return made
}
