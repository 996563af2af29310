import { z } from 'zod'

const shape = z.looseObject({
  id: z.string().min(1),
  op: z.string().min(1),
  name: z.string().nullish(),
  displayName: z.string().nullish(),
  data: z.unknown().optional(),
  error: z.unknown().optional(),
  opts: z.record(z.string(), z.unknown()).nullish(),
})

export type Op = z.infer<typeof shape>

/** Reads the list of operations in a 206 answer or a checkpoint; `undefined` when it is not one. */
export function parseOps(body: unknown): Op[] | undefined {
  const parsed = z.array(shape).safeParse(Array.isArray(body) ? body : [body])
  return parsed.success ? parsed.data : undefined
}

/** The memo of a finished step, as a later call hands it back. */
export function memoOf(op: Op): string {
  return op.op === 'StepFailed' || op.op === 'StepError'
    ? JSON.stringify({ error: op.error ?? { name: 'Error', message: 'The step failed without an error.' } })
    : JSON.stringify({ data: op.data ?? null })
}

/** The memo of a step that the engine itself lets fail. */
export function errorMemo(name: string, message: string): string {
  return JSON.stringify({ error: { name, message } })
}

export function isFinishedStep(op: Op): boolean {
  return op.op === 'StepRun' || op.op === 'Step' || op.op === 'StepFailed'
}

/** How people know the step. */
export function labelOf(op: Op): string {
  return op.displayName ?? op.name ?? op.id
}

/** The error of a run that asks for what this engine does not do. */
export function unsupported(op: Op): { name: string; message: string } {
  const message = `The step "${labelOf(op)}" is a ${op.op}, which the embedded engine does not support; use an Inngest server for it.`
  return { name: 'EngineError', message }
}
