import { describe, expect, test } from 'vitest'
import type { JsonSchema } from '@/server/kernel/json'
import { offlineProvider } from './offline.provider'
import type { ProviderCall } from './provider'

const NOTES = `# Release notes

## Features

- Dark mode
- **api:** Accept CSV uploads (#12)

## Fixes

- Crash on an empty file

## Other

- Update dependencies

_Drafted by offline rules from the commit messages, without AI._
`

describe('release notes', () => {
  test('are drafted from grouped commits in JSON', async () => {
    const groups = {
      features: ['feat: dark mode', { scope: 'api', subject: 'accept CSV uploads (#12)' }],
      fixes: ['fix: crash on an empty file.'],
      other: ['chore: update dependencies'],
    }
    expect(await write(`Write release notes from these commits:\n\n${JSON.stringify(groups, null, 2)}`)).toBe(
      NOTES,
    )
  })

  test('are drafted from groups given as a list', async () => {
    const groups = [
      { name: 'Features', commits: ['dark mode', 'feat(api): accept CSV uploads (#12)'] },
      { title: 'Bug fixes', commits: ['crash on an empty file'] },
      { name: 'Other', commits: ['update dependencies'] },
    ]
    expect(await write(`Changelog for ${JSON.stringify(groups)} please`)).toBe(NOTES)
  })

  test('are drafted from Markdown lists under headings', async () => {
    const prompt = `Draft the release notes.

### Features
- dark mode
- feat(api): accept CSV uploads (#12)

**Fixes**
* a1b2c3d crash on an empty file;

Other:
1. update dependencies
2. Update dependencies`
    expect(await write(prompt)).toBe(NOTES)
  })

  test('are drafted from bare commit lines', async () => {
    const prompt = `a1b2c3d feat: dark mode
9f8e7d6 feat(api): accept CSV uploads (#12)
fix: crash on an empty file
chore(deps): update dependencies`
    expect(await write(prompt)).toContain('## Fixes\n\n- Crash on an empty file')
  })

  test('sort commits without a convention by their verb, and set breaking changes on top', async () => {
    const text = await write(
      'Commits:\n- Add export\n- Fixed the menu\n- Bump version\n- feat!: drop Node 18',
    )
    expect(text).toContain('## Breaking changes\n\n- Drop Node 18\n\n## Features\n\n- Add export')
    expect(text).toContain('## Fixes\n\n- Fixed the menu\n\n## Other\n\n- Bump version')
  })

  test('are drafted from what the starter workflow sends', async () => {
    const prompt = `Write the release notes of version 1.4.0, as Markdown, from these changes:

### Breaking changes
- **api**: rename \`flow\` to \`workflow\` in all routes

### New
- **editor**: complete step ids while typing
- retry failed steps with growing pauses

### Fixed
- **runs**: keep the order of log lines after a restart (#212)

### Faster
- **list**: load ten thousand runs in one second

### Other
- update dependencies
`
    expect(await write(prompt)).toBe(`# Release notes for 1.4.0

## Breaking changes

- **api:** Rename \`flow\` to \`workflow\` in all routes

## Features

- **editor:** Complete step ids while typing
- Retry failed steps with growing pauses

## Fixes

- **runs:** Keep the order of log lines after a restart (#212)

## Other

- **list:** Load ten thousand runs in one second
- Update dependencies

_Drafted by offline rules from the commit messages, without AI._
`)
  })

  test('carry the version when the prompt names one', async () => {
    expect(await write('Release: v2.1.0\nCommits:\n- feat: dark mode')).toMatch(
      /^# Release notes for v2\.1\.0\n/,
    )
  })
})

describe('any other prompt', () => {
  test('is shortened to its most telling sentences, in their order, and says it is no AI', async () => {
    const text = await write(
      'The order service was slow today. Lunch was fine. The slow order service lost three orders. ' +
        'Somebody laughed. We restarted the order service and orders flow again.',
    )
    expect(text).toBe(
      'The order service was slow today. The slow order service lost three orders. ' +
        'We restarted the order service and orders flow again.\n\n_Extract made by offline rules, without AI._\n',
    )
  })

  test('gives the same answer each time', async () => {
    const prompt = 'One thing. Another thing. A third thing entirely. And a fourth.'
    expect(await write(prompt)).toBe(await write(prompt))
  })
})

describe('an output schema', () => {
  test('is filled from what the prompt says', async () => {
    const schema: JsonSchema = {
      type: 'object',
      required: ['label', 'priority', 'isUrgent', 'contact', 'tags', 'summary', 'detail'],
      properties: {
        label: { enum: ['question', 'bug'] },
        priority: { type: 'integer', minimum: 1, maximum: 5 },
        isUrgent: { type: 'boolean' },
        contact: { type: 'string', format: 'email' },
        tags: { type: 'array', items: { type: 'string' }, maxItems: 2 },
        summary: { type: 'string', maxLength: 40 },
        detail: { $ref: '#/$defs/detail' },
      },
      $defs: { detail: { type: 'object', required: ['page'], properties: { page: { type: 'number' } } } },
    }
    const prompt = `This is a bug on the start page. Write to ada@example.com.
Priority: 9
is urgent: yes
page: 2.5
Tags:
- ui
- start
- more`
    const result = await complete(prompt, { outputSchema: schema })
    expect(result).toMatchObject({
      ok: true,
      object: {
        label: 'bug',
        priority: 5,
        isUrgent: true,
        contact: 'ada@example.com',
        tags: ['ui', 'start'],
        detail: { page: 2.5 },
      },
    })
    expect(result.ok && JSON.parse(result.text)).toEqual(result.ok && result.object)
  })

  test('takes the draft for a long text and its title for a title', async () => {
    const outputSchema: JsonSchema = {
      type: 'object',
      required: ['title', 'markdown'],
      properties: { title: { type: 'string' }, markdown: { type: 'string' } },
    }
    expect(await complete('Commits:\n- feat: dark mode', { outputSchema })).toMatchObject({
      object: { title: 'Release notes', markdown: expect.stringContaining('- Dark mode') },
    })
  })

  test('that the rules cannot fill is refused, not filled wrongly', async () => {
    const outputSchema: JsonSchema = { type: 'string', pattern: '^[A-Z]{3}-[0-9]+$' }
    expect(await complete('Nothing of that form here.', { outputSchema })).toMatchObject({
      ok: false,
      code: 'schema_mismatch',
      retryable: false,
      message: expect.stringContaining('Use a real model'),
    })
  })
})

test('the text streams line by line', async () => {
  const deltas: string[] = []
  const result = await complete('Commits:\n- feat: dark mode', { onText: (delta) => deltas.push(delta) })
  expect(deltas.length).toBeGreaterThan(2)
  expect(result).toMatchObject({ text: deltas.join('') })
})

test('tokens are counted roughly, four characters each', async () => {
  expect(await complete('12345678', { instructions: '1234' })).toMatchObject({
    usage: { uncachedInputTokens: 3, cacheReadTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 },
  })
})

test('there is one model', async () => {
  expect(await offlineProvider.complete({ ...callOf('x', {}), model: 'gpt' })).toMatchObject({
    ok: false,
    code: 'invalid_request',
    message: expect.stringContaining('offline/rules'),
  })
})

async function write(prompt: string): Promise<string> {
  const result = await complete(prompt, {})
  return result.ok ? result.text : result.message
}

function complete(prompt: string, request: Partial<ProviderCall['request']>) {
  return offlineProvider.complete(callOf(prompt, request))
}

function callOf(prompt: string, request: Partial<ProviderCall['request']>): ProviderCall {
  return {
    model: 'rules',
    request: { prompt, signal: new AbortController().signal, ...request },
    fetch: () => Promise.reject(new Error('The offline provider calls nobody.')),
  }
}

test.each([
  ['dots', '.'.repeat(200_000)],
  ['blank lines', '\n'.repeat(200_000)],
  ['spaces', `# ${' '.repeat(199_000)}x`],
  ['brackets', '[{'.repeat(100_000)],
  ['marks', `- ${'!'.repeat(199_000)}x`],
  ['entries', '- a\n'.repeat(50_000)],
])('a prompt of nothing but %s is answered, not pondered', async (_name, prompt) => {
  const outputSchema: JsonSchema = { type: 'object', properties: { url: { type: 'string' } } }
  expect((await complete(prompt, {})).ok).toBe(true)
  expect((await complete(prompt, { outputSchema })).ok).toBe(true)
})

test('a prompt that is too long is refused', async () => {
  expect(await complete('x'.repeat(200_001), {})).toMatchObject({ ok: false, code: 'context_too_long' })
})
