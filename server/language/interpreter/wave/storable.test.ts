import { describe, expect, it } from 'vitest'
import type { CommitItem } from '../../contracts'
import { checkOutput } from './check-output'
import { createStepLog, MAX_LINE_BYTES, MAX_LINES } from './step-log'
import { storableText, toStorable } from './storable'

const circle: Record<string, unknown> = {}
circle.self = circle

describe('what a database can hold', () => {
  it('is a copy of what JSON says', () => {
    const given = { a: [1, 'ä'], at: new Date(0), none: undefined }
    expect(toStorable(given)).toEqual({
      ok: true,
      value: { a: [1, 'ä'], at: '1970-01-01T00:00:00.000Z' },
      bytes: 46,
    })
    expect(toStorable(undefined)).toMatchObject({ ok: true, value: null })
  })

  it('has no NUL and no half of a character, in texts, lists and names', () => {
    const stored = toStorable({ 'a\0': ['b\uD800', 1, { c: '\uDC00d', e: '😀' }] })
    expect(stored).toMatchObject({ value: { 'a\uFFFD': ['b\uFFFD', 1, { c: '\uFFFDd', e: '😀' }] } })
    expect(storableText('x\0\uDFFFy')).toBe('x\uFFFD\uFFFDy')
  })

  it('is nothing that JSON cannot say', () => {
    expect(toStorable(circle)).toMatchObject({ ok: false, message: expect.stringContaining('circular') })
    expect(toStorable(1n)).toMatchObject({ ok: false })
    const odd = {
      toJSON() {
        throw 'odd'
      },
    }
    expect(toStorable(odd)).toEqual({ ok: false, message: 'odd' })
  })
})

describe('an output', () => {
  const step = {
    id: 'a',
    kind: 'set' as const,
    config: {},
    needs: [],
    retry: { attempts: 1, backoff: 'none' as const, delayMs: 0, maxDelayMs: 0, jitter: false },
    onError: 'fail' as const,
    line: 1,
  }

  it('that is no JSON is refused', () => {
    expect(checkOutput(step, circle)).toMatchObject({ ok: false, failure: { code: 'output_invalid' } })
  })

  it('that does not fit its schema is told with its first problems, and how many more there are', () => {
    const properties = Object.fromEntries([...'abcdefg'].map((name) => [name, { type: 'integer' }]))
    const wrong = Object.fromEntries([...'abcdefg'].map((name) => [name, 'x']))
    const many = checkOutput({ ...step, output: { type: 'object', properties } }, wrong)
    expect(many).toMatchObject({ failure: { code: 'schema_mismatch', retryable: false } })
    expect(JSON.stringify(many)).toMatch(/And 2 more\./)
    const whole = checkOutput({ ...step, kind: 'agent', output: { type: 'object' } }, 5)
    expect(whole).toMatchObject({ failure: { retryable: true } })
  })
})

describe('the log of an attempt', () => {
  function logged(write: (log: ReturnType<typeof createStepLog>) => void): CommitItem[] {
    const events: CommitItem[] = []
    write(createStepLog({ path: 'a', attempt: 1 }, (event) => void events.push(event)))
    return events
  }

  it('keeps data as it is, as a text where it is large, and says where it is none', () => {
    const [small, large, none] = logged((log) => {
      log('info', 'one', { n: 1 }, 'stdout')
      log('info', 'two', 'ä'.repeat(MAX_LINE_BYTES))
      // What a plug-in hands over is not always what it says.
      log('info', 'three', circle as never)
    })
    expect(small).toMatchObject({ message: 'one', data: { n: 1 }, stream: 'stdout' })
    expect(large).toMatchObject({ data: expect.stringMatching(/cut to 8192\]$/) })
    expect(none).toMatchObject({ data: expect.stringMatching(/^\[not JSON/) })
  })

  it('cuts a long line without halving a character', () => {
    const [line] = logged((log) => log('info', `x${'ä'.repeat(MAX_LINE_BYTES)}`))
    expect(JSON.stringify(line)).not.toContain('\uFFFD')
    expect(line).toMatchObject({ message: expect.stringMatching(/ä… \[16385 bytes, cut to 8192\]$/) })
  })

  it('ends after so many lines, and says so once', () => {
    const events = logged((log) => {
      for (let line = 0; line < MAX_LINES + 5; line += 1) log('debug', String(line))
    })
    expect(events).toHaveLength(MAX_LINES + 1)
    expect(events.at(-1)).toMatchObject({ level: 'warn' })
  })
})
