import {
  CODE_CALL_KINDS,
  type CodeAnswer,
  type CodeCall,
  type RunSnapshot,
  type StepContext,
  type StepState,
} from '../../contracts'
import { settlementOf } from '../plan/frame-reading'
import { isSettled, type PlanNode } from '../plan/plan-node'
import type { Prepared } from './prepare-step'
import { failStep, resultOf, settleCancelled } from './settle-step'
import type { WaveContext } from './wave-context'

type Runnable = Extract<Prepared, { kind: 'run' }>

interface Program {
  prepared: Runnable
  answers: CodeAnswer[]
  /** How many of them it had when it last ran: what it logged up to there has been told. */
  told?: number
  isRunning: boolean
  /** An answer came while it ran. */
  hasNews: boolean
  /** Its calls were stopped while it ran. */
  isMoot: boolean
  /** How the step ends, once every call is over. */
  end?: () => void
}

/** Code that waits for its calls: it is run again whenever one of them has ended, with all the answers so far. */
export class CodeCalls {
  private readonly programs = new Map<PlanNode, Program>()

  constructor(
    private readonly wave: WaveContext,
    private readonly runner: {
      runAgain(node: PlanNode, prepared: Runnable): void
      abort(node: PlanNode): void
    },
  ) {}

  /** A program is about to run: what it has been answered so far, in earlier attempts too. */
  begin(node: PlanNode, prepared: Runnable): Pick<StepContext<unknown>, 'answers' | 'toldAnswers'> {
    const known = this.programs.get(node)
    const answers = known?.answers ?? answersIn(this.wave.snapshot, node.path)
    const program = {
      prepared,
      answers,
      told: answers.length,
      isRunning: true,
      hasNews: false,
      isMoot: false,
    }
    this.programs.set(node, program)
    return { answers: [...answers], ...(known?.told === undefined ? {} : { toldAnswers: known.told }) }
  }

  /** It cannot go on before one of these calls has ended. */
  wait(node: PlanNode, calls: readonly CodeCall[]) {
    const program = this.programs.get(node)
    if (!program) throw new Error(`${node.path} made calls without running.`)
    program.isRunning = false
    if (program.isMoot) return this.finish(node)
    const isFirst = node.container?.spec.kind !== 'calls' || node.container.isFinished
    this.wave.planner.call(node, calls)
    if (isFirst && node.step.timeoutMs !== undefined) this.wave.limitTime(node, node.step.timeoutMs)
    if (program.hasNews) this.resume(node, program)
  }

  /** One of its calls has ended. */
  answer(node: PlanNode, answer: CodeAnswer) {
    const program = this.programs.get(node)
    if (!program) return
    program.answers.push(answer)
    program.hasNews = true
    if (!program.isRunning) this.resume(node, program)
  }

  /** The program is over; calls that it did not wait for are stopped before the step ends. */
  close(node: PlanNode, end: () => void) {
    const program = this.programs.get(node)
    const { container } = node
    if (program) program.isRunning = false
    if (program?.isMoot) return this.finish(node)
    if (!program || container?.spec.kind !== 'calls' || container.isFinished) return end()
    program.end = end
    this.wave.planner.closeCalls(node)
  }

  /** All its calls are over: because the program is, or because the step was stopped. */
  finish(node: PlanNode) {
    const program = this.programs.get(node)
    if (program?.isRunning) {
      program.isMoot = true
      return this.runner.abort(node)
    }
    const failure = node.container?.failure
    if (program?.end) program.end()
    else if (failure) failStep(this.wave, node, failure)
    else settleCancelled(this.wave, node)
  }

  private resume(node: PlanNode, program: Program) {
    if (!node.container || node.container.isStopping) return
    program.isRunning = true
    this.runner.runAgain(node, program.prepared)
  }
}

/** How the calls of a program ended, as an earlier wave left them in the log. */
function answersIn({ steps }: RunSnapshot, path: string): CodeAnswer[] {
  const calls = steps.flatMap((state) => answerOf(state, path) ?? [])
  return calls.sort((a, b) => a.seq - b.seq).map(({ answer }) => answer)
}

function answerOf(state: StepState, path: string): { seq: number; answer: CodeAnswer } | undefined {
  if (!state.path.startsWith(`${path}.`) || !isSettled(state.status)) return undefined
  const id = state.path.slice(path.length + 1)
  const [, index, name] = /^(\d+)-([a-z]+)$/.exec(id) ?? []
  const kind = CODE_CALL_KINDS.find((known) => known === name)
  if (index === undefined || kind === undefined) return undefined
  const { callDigest: digest = '', endedSeq: seq = 0, endedAt: at = '' } = state
  const result = resultOf(settlementOf(state), id)
  return { seq, answer: { index: Number(index), kind, digest, at, result } }
}
