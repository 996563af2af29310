/**
 * How a secret may be written where it is echoed: as it is, escaped in JSON, percent-encoded (in a path, in
 * a form, with small or capital hex digits) and in Base64, alone or somewhere inside a longer encoded text.
 */
export function spellingsOf(value: string): string[] {
  // Half of a surrogate pair has no UTF-8: what is sent of it is U+FFFD.
  const wellFormed = new TextDecoder().decode(new TextEncoder().encode(value))
  const percent = [encodeURIComponent(wellFormed), formEncoded(wellFormed)]
  return [
    ...new Set([
      value,
      JSON.stringify(value).slice(1, -1),
      ...percent,
      ...percent.map((text) => text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())),
      ...base64Spellings(wellFormed),
    ]),
  ].filter((spelling) => spelling.length >= SHORTEST_SPELLING)
}

/** Shorter texts stand in every second sentence: to hide them would hide all around them. */
export const SHORTEST_SPELLING = 4

function formEncoded(value: string): string {
  return new URLSearchParams({ v: value }).toString().slice(2)
}

/**
 * Base64 groups three bytes, so a value inside a longer text has three spellings, by the bytes before it.
 * The characters that mix its bits with those of its neighbours are left out of the inner ones.
 */
function base64Spellings(value: string): string[] {
  const bytes = new TextEncoder().encode(value)
  const inner = [0, 1, 2].map((before) => {
    const encoded = base64(new Uint8Array([...new Uint8Array(before), ...bytes]))
    const firstOwn = Math.ceil((before * 8) / 6)
    return encoded.slice(firstOwn, Math.floor(((before + bytes.length) * 8) / 6))
  })
  const all = [base64(bytes).replace(/=+$/, ''), ...inner.filter((text) => text.length >= SHORTEST_BASE64)]
  return all.flatMap((text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')])
}

/** Four characters of Base64 are three bytes: any word could be them. */
const SHORTEST_BASE64 = 5

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}
