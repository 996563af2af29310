import { AppError } from '@/server/kernel/errors'
import type { JsonObject, JsonValue } from '@/server/kernel/json'
import { isDeeperThan } from '@/server/kernel/json-depth'
import type { InputFields } from './input-schema'
import { refuse, unknownField } from './read-query'
import { RestRefusal } from './refusal'

/** A workflow's source is at most 1 MiB; as JSON text it may take several times as much. */
export const MAX_BODY_BYTES = 4 * 1_048_576
const MAX_DEPTH = 100

/** A JSON body as the fields that the path does not give. No body is the same as an empty object. */
export async function readBody(
  request: Request,
  fields: InputFields,
  inPath: JsonObject,
): Promise<JsonObject> {
  const text = await readText(request)
  if (text.trim() === '') return {}
  refuseOtherTypes(request.headers.get('content-type'))
  const body = parseBody(text)
  const issues = Object.entries(body).flatMap(([name, value]) => {
    if (fields.open.includes(name)) return []
    if (!Object.hasOwn(inPath, name)) return [unknownField(name, fields.open, 'field')]
    return value === inPath[name] ? [] : [{ path: name, message: 'The path says otherwise; leave it out.' }]
  })
  refuse(issues, 'body')
  return body
}

function parseBody(text: string): JsonObject {
  if (isDeeperThan(text, MAX_DEPTH))
    throw new AppError('invalid_input', `The body nests deeper than ${MAX_DEPTH} levels.`)
  let value: JsonValue
  try {
    // JSON.parse makes nothing but JSON values.
    value = JSON.parse(text) as JsonValue
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 200) : ''
    throw new AppError('invalid_input', `The body is not valid JSON: ${reason}`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new AppError('invalid_input', 'The body has to be a JSON object, such as {"name": "value"}.')
  return value
}

function refuseOtherTypes(contentType: string | null): void {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (type === 'application/json' || /^application\/[\w.-]+\+json$/.test(type)) return
  const said = type ? `is ${type.slice(0, 100)}` : 'is missing'
  throw new RestRefusal(
    415,
    new AppError('invalid_input', `The body has to be JSON: Content-Type ${said}, not application/json.`),
    { 'accept-post': 'application/json' },
  )
}

/** Reads no further than the limit, whatever the client says of the length. */
async function readText(request: Request): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) throw tooLarge()
  const reader = request.body?.getReader()
  if (!reader) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { done, value } = await readChunk(reader)
    if (done) break
    size += value.byteLength
    if (size > MAX_BODY_BYTES) {
      await reader.cancel().catch(() => {})
      throw tooLarge()
    }
    chunks.push(value)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch {
    throw new AppError('invalid_input', 'The body is not valid UTF-8.')
  }
}

async function readChunk(reader: ReadableStreamDefaultReader<Uint8Array>) {
  try {
    return await reader.read()
  } catch (cause) {
    throw new AppError('invalid_input', 'The body ended before it was complete. Send it again.', { cause })
  }
}

function tooLarge(): AppError {
  return new AppError('too_large', `A body holds at most ${MAX_BODY_BYTES / 1_048_576} MiB.`)
}
