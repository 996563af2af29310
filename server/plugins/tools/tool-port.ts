import { z } from 'zod'
import type { ToolPort, ToolResult } from '@/server/language/contracts'
import { nearest } from '@/server/language/expressions'
import type { Tool } from './tool'

interface Options {
  tools: readonly Tool[]
  now?: () => Date
}

/** Calls tools by name, with input that fits their shape only. */
export function createToolPort({ tools, now = () => new Date() }: Options): ToolPort {
  const byName = new Map<string, Tool>()
  for (const tool of tools) {
    if (byName.has(tool.name)) throw new Error(`Two tools are named "${tool.name}".`)
    byName.set(tool.name, tool)
  }
  return {
    async call(caller, name, input, signal) {
      const tool = byName.get(name)
      if (!tool) return unknown(name, [...byName.keys()])
      const parsed = tool.input.safeParse(input)
      if (!parsed.success) return invalid(name, parsed.error)
      // `safeParse` gave what the tool's own schema says, which is what its `run` takes.
      return tool.run(parsed.data as never, { caller, signal, now: now() })
    },
  }
}

function unknown(name: string, names: string[]): ToolResult {
  const meant = nearest(name, names)
  const hint = meant === undefined ? `There are: ${names.sort().join(', ')}.` : `Did you mean "${meant}"?`
  return failure('unknown_tool', `There is no tool "${name}". ${hint}`)
}

function invalid(name: string, error: z.ZodError): ToolResult {
  const problems = error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${z.core.toDotPath(path)}: ${message}`,
  )
  return failure('invalid_input', `The input does not fit the tool ${name}. ${problems.join(' ')}`)
}

function failure(code: string, message: string): ToolResult {
  return { ok: false, code, message, retryable: false }
}
