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
  /** It has come to its end: what its calls still answer is for nobody. */
  isOver: boolean
}

/** Code that waits for its calls: it is run again whenever one of them has ended, with all the answers so far. */
export class CodeCalls {
  private readonly programs = new Map<PlanNode, Program>()
  /** How steps end, once every call of theirs is over. */
  private readonly ends = new Map<PlanNode, () => void>()

  constructor(
    private readonly wave: WaveContext,
    private readonly runner: {
      runAgain(node: PlanNode, prepared: Runnable): void
      abort(node: PlanNode): void
      /** The step is in nobody's hands any more. */
      letGo(node: PlanNode): void
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
      isOver: false,
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
    if (!program.isRunning && !program.isOver) this.resume(node, program)
  }

  /** The program is over; calls that it did not wait for are stopped before the step ends. */
  close(node: PlanNode, end: () => void) {
    const { planner, snapshot } = this.wave
    const program = this.programs.get(node)
    if (program) Object.assign(program, { isRunning: false, isOver: true })
    if (program?.isMoot) return this.endStopped(node)
    if (node.container?.spec.kind !== 'calls') {
      const left = callsLeftOpen(snapshot, node.path)
      if (left.length === 0) return end()
      // An earlier wave opened them, and the program ended in this one before it waited for any.
      planner.call(node, left)
    } else if (node.container.isFinished) return end()
    this.ends.set(node, end)
    planner.closeCalls(node)
  }

  /** All its calls are over: because the program is, or because the step was stopped. */
  finish(node: PlanNode) {
    const program = this.programs.get(node)
    if (program?.isRunning) {
      program.isMoot = true
      return this.runner.abort(node)
    }
    const end = this.ends.get(node)
    this.ends.delete(node)
    if (end) return end()
    // The program came to its end in the turn in which its last call did, and ended the step.
    if (!program?.isOver) this.endStopped(node)
  }

  private endStopped(node: PlanNode) {
    const failure = node.container?.failure
    this.runner.letGo(node)
    if (failure) failStep(this.wave, node, failure)
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
  const call = isSettled(state.status) ? callAt(state, path) : undefined
  if (!call) return undefined
  const { id, ...told } = call
  const { endedSeq: seq = 0, endedAt: at = '' } = state
  return { seq, answer: { ...told, at, result: resultOf(settlementOf(state), id) } }
}

/** Calls that are open in the log, to be stopped: what they were asked to do does not matter any more. */
function callsLeftOpen({ steps }: RunSnapshot, path: string): CodeCall[] {
  return steps.flatMap((state) => {
    const call = isSettled(state.status) ? undefined : callAt(state, path)
    return call ? [{ index: call.index, kind: call.kind, digest: call.digest, config: null }] : []
  })
}

function callAt({ path: callPath, callDigest: digest = '' }: StepState, path: string) {
  if (!callPath.startsWith(`${path}.`)) return undefined
  const id = callPath.slice(path.length + 1)
  const [, index, name] = /^(\d+)-([a-z]+)$/.exec(id) ?? []
  const kind = CODE_CALL_KINDS.find((known) => known === name)
  return index === undefined || kind === undefined ? undefined : { id, index: Number(index), kind, digest }
}
