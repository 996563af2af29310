/** A side of a comparison: a version's number, or the draft. */
export type ComparePlace = number | 'draft'

export interface Compared {
  from: ComparePlace
  to: ComparePlace
}

/**
 * What the address asks to compare; where it asks for nothing, what changed last: the latest version against
 * the draft, or the version before it where the draft says the same.
 */
export function readCompared(
  params: { get(name: string): string | null },
  { latestVersion, hasUnpublishedChanges }: { latestVersion: number; hasUnpublishedChanges: boolean },
): Compared {
  const standard: Compared = hasUnpublishedChanges
    ? { from: latestVersion, to: 'draft' }
    : { from: Math.max(1, latestVersion - 1), to: latestVersion }
  const read = (name: string, otherwise: ComparePlace) =>
    placeOf(params.get(name), latestVersion) ?? otherwise
  return { from: read('from', standard.from), to: read('to', standard.to) }
}

export function placeOf(text: string | null, latestVersion: number): ComparePlace | undefined {
  if (text === 'draft') return 'draft'
  const number = /^\d{1,9}$/.test(text ?? '') ? Number(text) : 0
  return number >= 1 && number <= latestVersion ? number : undefined
}

export function placeTitle(place: ComparePlace): string {
  return place === 'draft' ? 'Draft' : `Version ${place}`
}

/** The page that compares two places, below `/<org>/<project>`. */
export function compareHref(base: string, workflow: string, { from, to }: Compared): string {
  return `${base}/workflows/${workflow}/compare?from=${from}&to=${to}`
}
