import { expect, test } from 'vitest'
import type { LedgerEntry } from './ledger'
import { unaccounted } from './storm-ledger-proof'
import { contradictions } from './storm-log-proof'
import type { EventRecord, StormRecord } from './storm-record'

const output = (serial: number) => ({ body: { serial } })
const event = (seq: number, type: string, data: EventRecord['data'] = {}): EventRecord => ({
  runId: 'run_1',
  seq,
  type,
  path: type.startsWith('step.') ? 'call' : null,
  data,
})
const entry = (serial: number, status = 200): LedgerEntry => ({ serial, key: 'run_1:call', at: 0, status })

/** A run whose step was interrupted once, and then succeeded with the second call. */
function sound(): StormRecord {
  return {
    runs: [{ id: 'run_1', status: 'succeeded', lastSeq: 6, error: null }],
    events: [
      event(1, 'run.started'),
      event(2, 'step.started', { attempt: 1 }),
      event(3, 'step.interrupted', { attempt: 1 }),
      event(4, 'step.started', { attempt: 2 }),
      event(5, 'step.succeeded', { attempt: 2, output: output(2) }),
      event(6, 'run.succeeded'),
    ],
    steps: [
      { runId: 'run_1', path: 'call', kind: 'http', status: 'succeeded', attempt: 2, output: output(2) },
    ],
  }
}

test('an interrupted attempt that called, and one that called again, are all right', () => {
  expect(contradictions(sound())).toEqual([])
  expect(unaccounted(sound(), [entry(1), entry(2)], new Map([['run_1', 2]]))).toEqual([])
})

test.each<[string, (record: StormRecord) => void, string]>([
  ['a gap', ({ events }) => void events.splice(2, 1), 'has a gap'],
  [
    'an event that is not counted',
    ({ runs }) => void Object.assign(runs[0] ?? {}, { lastSeq: 7 }),
    'counts 7',
  ],
  ['a run that goes on', ({ events }) => void events.push(event(7, 'run.started')), 'does not end once'],
  ['another status', ({ runs }) => void Object.assign(runs[0] ?? {}, { status: 'failed' }), 'ended with'],
  ['a step that ends twice', ({ events }) => void events.push(event(7, 'step.succeeded')), 'goes on with'],
  [
    'a start that nothing tells of',
    ({ events }) => void events.splice(2, 1, event(3, 'step.started', { attempt: 1 })),
    'nothing tells why',
  ],
  [
    'a row of another status',
    ({ steps }) => void Object.assign(steps[0] ?? {}, { status: 'failed' }),
    'is failed',
  ],
  [
    'a row of another attempt',
    ({ steps }) => void Object.assign(steps[0] ?? {}, { attempt: 1 }),
    'has attempt 1',
  ],
  ['a row without events', ({ steps }) => void Object.assign(steps[0] ?? {}, { path: 'other' }), 'no events'],
  ['a step without an end', ({ events }) => void events.splice(4, 1), 'never ended'],
])('the log proof finds %s', (_, spoil, told) => {
  const record = sound()
  spoil(record)
  expect(contradictions(record).join('\n')).toContain(told)
})

test.each<[string, LedgerEntry[], Map<string, number>, string]>([
  [
    'a call after the one that succeeded',
    [entry(2), entry(3)],
    new Map(),
    'after the call it succeeded with',
  ],
  ['a call that is not in the ledger', [entry(1)], new Map(), 'does not know'],
  ['a success with a refused call', [entry(1), entry(2, 503)], new Map(), 'does not know'],
  ['more calls than attempts', [entry(0), entry(1), entry(2)], new Map(), 'called 3 times in 2 attempts'],
  [
    'a call after the end of its run',
    [entry(1), entry(2)],
    new Map([['run_1', 1]]),
    'after its run had ended',
  ],
  ['a call of no step', [entry(1), entry(2), { ...entry(3), key: 'run_2:call' }], new Map(), 'is no step'],
])('the ledger proof finds %s', (_, entries, closedAt, told) => {
  expect(unaccounted(sound(), entries, closedAt).join('\n')).toContain(told)
})

test('the ledger proof finds calls that no unfinished attempt explains', () => {
  const record = sound()
  record.events = record.events.filter(({ type }) => type !== 'step.interrupted')
  expect(unaccounted(record, [entry(1), entry(2)], new Map()).join('\n')).toContain('0 unfinished attempts')
})
