import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkWorkflow } from '../check-workflow'
import { referencePages } from '.'

const DOCS = path.join(process.cwd(), 'docs')
const REFERENCE = path.join(DOCS, 'reference')

const pages = [...referencePages()]
// Seen before the tests: a page that is missing is written by its snapshot, and would not be missed.
const written = existing('').concat(existing('steps'))

test.each(pages)(
  'docs/reference/%s says what the language says (write it anew with `npm run docs`)',
  async (name, text) => {
    await expect(text).toMatchFileSnapshot(path.join(REFERENCE, name))
  },
)

test('every page was there, and none is left of a kind that is gone', () => {
  const handmade = ['errors.md']
  expect(written.filter((name) => !handmade.includes(name)).sort()).toEqual(
    pages.map(([name]) => name).sort(),
  )
})

describe('every whole workflow in the documentation', () => {
  const blocks = ['reference', 'how-to'].flatMap((folder) =>
    readdirSync(path.join(DOCS, folder))
      .filter((file) => file.endsWith('.md'))
      .flatMap((file) =>
        documentsIn(readFileSync(path.join(DOCS, folder, file), 'utf8')).map(
          (source, index) => [`${folder}/${file} (${index + 1})`, source] as const,
        ),
      ),
  )

  test('is found', () => {
    expect(blocks.length).toBeGreaterThanOrEqual(5)
  })

  test.each(blocks)('passes every check: %s', (_, source) => {
    expect(checkWorkflow(source, { projectVars: null }).problems).toEqual([])
  })
})

test('links between pages lead somewhere', () => {
  for (const [name, text] of pages) {
    for (const [, target] of text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)) {
      expect(existsSync(path.join(REFERENCE, path.dirname(name), target ?? '')), `${name} → ${target}`).toBe(
        true,
      )
    }
  }
})

/** YAML blocks that are a document of their own, not a part of one. */
function documentsIn(markdown: string): string[] {
  return [...markdown.matchAll(/```yaml\n([\s\S]*?)```/g)].flatMap(([, block]) =>
    block && /^(#.*\n|\s*\n)*version: 1$/m.test(block.split('\n').slice(0, 4).join('\n')) ? [block] : [],
  )
}

function existing(folder: string): string[] {
  const at = path.join(REFERENCE, folder)
  return existsSync(at)
    ? readdirSync(at).flatMap((file) => (file.endsWith('.md') ? [path.join(folder, file)] : []))
    : []
}
