const TEXTUAL =
  /^(text\/|application\/(json|xml|javascript|x-www-form-urlencoded|yaml|x-yaml|x-ndjson|graphql|sql|toml)\b|[^;]*\+(json|xml|yaml)\b)/i

/**
 * A body as a JSON value can hold it. Text is decoded by its declared charset (UTF-8 by default). Bytes
 * of another type that are no UTF-8 text become a `data:<type>;base64,…` URL, so nothing is lost.
 */
export function toText(bytes: Buffer, contentType: string | undefined): string {
  if (bytes.byteLength === 0) return ''
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? ''
  const charset = /charset\s*=\s*"?([\w:.-]+)/i.exec(contentType ?? '')?.[1]
  if (TEXTUAL.test(type) || charset) return decoderFor(charset).decode(bytes)
  const text = asUtf8(bytes)
  // A NUL never stands in text, and Postgres cannot store one.
  if (text !== undefined && !text.includes('\0')) return text
  return `data:${type || 'application/octet-stream'};base64,${bytes.toString('base64')}`
}

function decoderFor(charset: string | undefined): TextDecoder {
  try {
    return new TextDecoder(charset ?? 'utf-8')
  } catch {
    return new TextDecoder('utf-8')
  }
}

function asUtf8(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
