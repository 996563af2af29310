const MOST_TRIED = 20
const LONGEST = 64

/** Free names for a copy, nearest first: `report-copy`, `report-copy-2` … */
export function copyNames(name: string, taken: ReadonlySet<string>): string[] {
  return Array.from({ length: MOST_TRIED }, (_, index) => {
    const ending = index === 0 ? '-copy' : `-copy-${index + 1}`
    return `${name.slice(0, LONGEST - ending.length).replace(/-+$/, '')}${ending}`
  }).filter((candidate) => !taken.has(candidate))
}

/** The text under the name of its copy, all else as it was. */
export function renamedCopy(source: string, name: string): string {
  return source.replace(/^name:.*$/m, `name: ${name}`)
}
