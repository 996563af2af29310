/** Parts of the paths of a run that the language itself gives: no step, branch or case may have them as its name. */
const RESERVED_IDS = new Set(['finally', 'undo', 'onError', 'generated'])

export function isReservedId(id: string): boolean {
  return RESERVED_IDS.has(id)
}

export function reservedName(id: string): string {
  return `\`${id}\` is a word of the language. Choose another name.`
}
