import { readFileSync } from 'node:fs'
import { afterAll, expect, it } from 'vitest'
import { createSandbox } from './index'
import { programRequest } from './testing/drive-program'

const sandbox = createSandbox({ threads: 1 })
afterAll(() => sandbox.close())

const page = readFileSync('docs/how-to/write-code-that-survives.md', 'utf8')
const examples = [...page.matchAll(/```js\n([\s\S]*?)```/g)].map(([, source = '']) => source)

it.each(examples)('the guide shows code that runs up to its calls: %s', async (source) => {
  expect(await sandbox.run(programRequest(source))).toMatchObject({ ok: true })
})

it('the guide shows several examples', () => {
  expect(examples.length).toBeGreaterThan(3)
})
