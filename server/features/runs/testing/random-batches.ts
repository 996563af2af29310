import fc from 'fast-check'
import type { JsonValue } from '@/server/kernel/json'
import type { CommitItem } from '@/server/language/contracts'

type State = 'absent' | 'running' | 'retrying' | 'asking' | 'timing' | 'over'

const PATHS = ['a', 'b', 'each[0].c', 'each[1].c', 'gate']
const ERROR = { code: 'http_5xx', message: 'It’s “down”.', details: { status: 503 } }
const OUTPUTS: JsonValue[] = [null, 7, 'text', { zebra: 1, apple: [{ pear: null }] }, [], '😀 \\ " \' $1']
const DUE = '2030-01-01T00:00:00.000Z'

/** Batches as waves commit them: each step goes through its states, and the run may end with the last batch. */
export const randomBatches: fc.Arbitrary<CommitItem[][]> = fc
  .tuple(
    fc.array(fc.array(fc.nat(), { minLength: 1, maxLength: 14 }), { minLength: 1, maxLength: 6 }),
    fc.nat(4),
  )
  .map(([choices, ending]) => {
    const steps = new Map<string, { state: State; attempt: number }>()
    const batches = choices.map((batch) => batch.flatMap((choice) => move(steps, choice)))
    batches.unshift([{ type: 'run.started' }])
    const end = ENDINGS[ending] ?? []
    if (end.length > 0) batches.push(end)
    return batches.filter((batch) => batch.length > 0)
  })

const ENDINGS: CommitItem[][] = [
  [],
  [{ type: 'run.succeeded', output: { done: true } }],
  [{ type: 'run.succeeded', output: null }],
  [
    { type: 'run.finishing', phase: 'finally', outcome: { status: 'failed', error: ERROR } },
    { type: 'run.failed', error: ERROR },
  ],
  [{ type: 'run.cancelled' }],
]

function move(steps: Map<string, { state: State; attempt: number }>, choice: number): CommitItem[] {
  const path = PATHS[choice % PATHS.length] ?? ''
  const variant = Math.floor(choice / PATHS.length)
  const step = steps.get(path) ?? { state: 'absent', attempt: 0 }
  steps.set(path, step)
  const become = (state: State, ...items: CommitItem[]): CommitItem[] => {
    step.state = state
    return items
  }
  const begin = (): CommitItem[] => {
    step.attempt += 1
    const described = { path, stepId: path, kind: 'set' as const, ...(variant % 2 ? { name: 'A name' } : {}) }
    return become('running', {
      type: 'step.started',
      ...described,
      attempt: step.attempt,
      input: { variant },
    })
  }
  if (step.state === 'absent') {
    if (variant % 7 === 0)
      return become('over', { type: 'step.skipped', path, stepId: path, kind: 'set', reason: 'no' })
    return begin()
  }
  if (step.state === 'running') return fromRunning(path, step.attempt, variant, become)
  if (step.state === 'over')
    return [{ type: 'run.titled', title: `t${variant % 9}`, tags: ['x', `y${variant % 3}`] }]
  if (variant % 3 === 0) return become('over', { type: 'step.cancelled', path })
  const woken: CommitItem = { type: 'step.woken', path }
  if (step.state === 'retrying') return [woken, ...begin()]
  return become('over', woken, {
    type: 'step.succeeded',
    path,
    attempt: step.attempt,
    output: OUTPUTS[variant % OUTPUTS.length] ?? null,
  })
}

function fromRunning(
  path: string,
  attempt: number,
  variant: number,
  become: (state: State, ...items: CommitItem[]) => CommitItem[],
): CommitItem[] {
  const output = OUTPUTS[variant % OUTPUTS.length] ?? null
  switch (variant % 8) {
    case 0:
      return become(
        'retrying',
        { type: 'step.attemptFailed', path, attempt, error: ERROR, retryAt: DUE },
        { type: 'step.waiting', path, wait: { kind: 'retry', dueAt: DUE } },
      )
    case 1:
      return become('timing', { type: 'step.waiting', path, wait: { kind: 'timer', dueAt: DUE } })
    case 2: {
      const approvers = { roles: ['admin'], quorum: 2, allowSelf: false }
      const approval = { title: 'Ship?', approvers, form: { type: 'object' }, onTimeout: 'fail' as const }
      return become('asking', {
        type: 'step.waiting',
        path,
        wait: { kind: 'approval', dueAt: DUE },
        approval,
      })
    }
    case 3:
      return become('over', {
        type: 'step.failed',
        path,
        attempt,
        error: ERROR,
        continued: variant % 2 === 0,
      })
    case 4:
      return become('running', { type: 'step.caught', path, attempt, error: ERROR })
    case 5:
      return become('running', { type: 'step.logged', path, attempt, level: 'info', message: `${variant}` })
    default:
      return become('over', { type: 'step.succeeded', path, attempt, output })
  }
}
