import type { z } from 'zod'
import type { StepCaller, ToolResult } from '@/server/language/contracts'

/** What a tool gets for one call. */
export interface ToolContext {
  caller: StepCaller
  now: Date
  /** Aborts on cancel and timeout. */
  signal: AbortSignal
}

/** One thing that steps, code and agents can ask for by name. */
export interface Tool<Input = never> {
  /** `<area>.<what>`, such as `time.now`. */
  name: string
  /** One line for lists. */
  title: string
  /** Markdown, with an example. */
  docs: string
  input: z.ZodType
  /** What it gives back. */
  output: z.ZodType
  /** A failure is a value, with a code of the catalogue. */
  run(input: Input, context: ToolContext): Promise<ToolResult>
}

/** Ties a tool's `run` to the shape of its input. */
export function defineTool<Schema extends z.ZodType>(
  tool: Omit<Tool<z.output<Schema>>, 'input'> & { input: Schema },
): Tool {
  return tool
}
