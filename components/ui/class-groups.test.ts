import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { createTailwindMerge, extendTailwindMerge } from 'tailwind-merge'
import { describe, expect, it } from 'vitest'
import { classGroups } from './class-groups'

const ours = createTailwindMerge(classGroups)
// The theme's own names, which the library cannot know.
const full = extendTailwindMerge({
  extend: { theme: { text: ['2xs'], shadow: ['pop', 'lift'] } },
})

describe('classGroups', () => {
  const used = classesInUse()

  it('agrees with the whole table on every two classes in use', () => {
    expect(used.length).toBeGreaterThan(400)
    const differences = pairsOf(used)
      .filter((pair) => ours(pair) !== full(pair))
      .map((pair) => `${pair}: "${ours(pair)}", not "${full(pair)}"`)
    expect(differences.slice(0, 20), 'tell class-groups.ts of the new kind of class').toEqual([])
  })

  it.each([
    ['p-2 px-3', 'p-2 px-3'],
    ['px-3 p-2', 'p-2'],
    ['hover:bg-hover bg-surface hover:bg-active', 'bg-surface hover:bg-active'],
    ['text-sm text-fg-muted text-xs', 'text-fg-muted text-xs'],
    ['border border-line border-dashed border-2', 'border-line border-dashed border-2'],
  ])('"%s" becomes "%s"', (given, left) => {
    expect(ours(given)).toBe(left)
  })
})

/** Every two that begin alike, and every two kinds: for `mt-2` and `flex`, what holds for one `mt-…` holds for all. */
function pairsOf(used: readonly string[]): string[] {
  const kinds = [...new Map(used.map((word) => [word.replace(/-[^-]*$/, ''), word])).values()]
  const pairs = [used, kinds].flatMap((words) =>
    words.flatMap((one) =>
      words
        .filter((other) => words === kinds || firstWord(one) === firstWord(other))
        .map((other) => `${one} ${other}`),
    ),
  )
  return [...new Set(pairs)]
}

function firstWord(name: string): string {
  return name.replace(/^-/, '').split('-', 1).join('')
}

/** What stands in quotes in the components and is a class to Tailwind, without its variants. */
function classesInUse(): string[] {
  const words = ['components', 'app'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|class-groups/.test(file))
      .flatMap((file) => quotedWords(readFileSync(path.join(folder, file), 'utf8'))),
  )
  const bare = words.map((word) => word.replace(/^.*:(?![^[(]*[\])])/, '').replace(/^!|!$/g, ''))
  // Only a class that the whole table knows drops out beside its like.
  return [...new Set(bare)].filter((word) => full(`${word} ${word}`) === word && /^-?[a-z]/.test(word))
}

function quotedWords(source: string): string[] {
  return [...source.matchAll(/(['"])((?:(?!\1)[^\\\n])*)\1/g)].flatMap((match) =>
    (match[2] ?? '').split(/\s+/).filter((word) => /^[^\s{}$'"<>;,]+$/.test(word)),
  )
}
