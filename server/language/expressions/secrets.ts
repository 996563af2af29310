import type { JsonValue } from '@/server/kernel/json'

/** What expressions see instead of secret values, and how the network edge puts the values in. */
export interface SecretMarkers {
  /** The opaque text that stands for a secret. */
  markerOf(name: string): string
  /** Names of the secrets whose markers a text holds. */
  namesIn(text: string): string[]
  /** The text with every marker replaced by what `read` gives; unknown names are returned as missing. */
  replaceMarkers(
    text: string,
    read: (name: string) => Promise<string | undefined>,
  ): Promise<{ ok: true; text: string } | { ok: false; missing: string[] }>
  /** The same JSON with every marker replaced by `•••NAME•••`: for logs, inputs and outputs. */
  maskMarkers<Value extends JsonValue>(value: Value): Value
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

/** What every marker begins with, whosever it is. */
const BEGINNING = '‹pawl-secret:'

/**
 * Markers of one run. The nonce must be unguessable and belong to this run alone, so that data from
 * outside cannot name a secret into a request. It is asked for once, when a text may hold a marker.
 */
export function createSecretMarkers(nonceOf: () => string): SecretMarkers {
  let known: string | undefined
  const nonce = () => {
    known ??= checked(nonceOf())
    return known
  }
  const pattern = () => new RegExp(`${BEGINNING}([A-Za-z0-9_]+):${nonce()}›`, 'g')
  const namesIn = (text: string) => {
    if (!text.includes(BEGINNING)) return []
    const names = [...text.matchAll(pattern())].flatMap(([, name]) => (name === undefined ? [] : [name]))
    return [...new Set(names)]
  }
  return {
    markerOf(name) {
      if (!isSecretName(name)) throw new Error(`\`${name}\` is not a secret's name.`)
      return `${BEGINNING}${name}:${nonce()}›`
    },
    namesIn,
    async replaceMarkers(text, read) {
      const values = new Map<string, string>()
      const missing: string[] = []
      for (const name of namesIn(text)) {
        const value = await read(name)
        if (value === undefined) missing.push(name)
        else values.set(name, value)
      }
      if (missing.length > 0) return { ok: false, missing }
      if (values.size === 0) return { ok: true, text }
      return { ok: true, text: text.replace(pattern(), (_, name: string) => values.get(name) ?? '') }
    },
    maskMarkers: (value) =>
      mapTexts(value, (text) => (text.includes(BEGINNING) ? text.replace(pattern(), '•••$1•••') : text)),
  }
}

function checked(nonce: string): string {
  if (/^[A-Za-z0-9_-]{16,}$/.test(nonce)) return nonce
  throw new Error('A secret marker needs a nonce of at least 16 letters and digits.')
}

export function isSecretName(name: string): boolean {
  return NAME.test(name)
}

/** The same JSON with `change` applied to every text and key; the shape stays. */
function mapTexts<Value extends JsonValue>(value: Value, change: (text: string) => string): Value {
  const walk = (node: JsonValue): JsonValue => {
    if (typeof node === 'string') return change(node)
    if (Array.isArray(node)) return node.map(walk)
    if (typeof node !== 'object' || node === null) return node
    return Object.fromEntries(Object.entries(node).map(([key, field]) => [change(key), walk(field)]))
  }
  // `walk` gives a text for a text, a list for a list and an object for an object.
  return walk(value) as Value
}
