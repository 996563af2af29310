import type { JsonObject, JsonValue } from '@/server/kernel/json'
import type { StepContext, StepKind, StepOutcome } from '@/server/language/contracts'
import type { ToolConfig } from '@/server/language/definition/kinds'
import { type MarkedContext, revealSecrets } from './reveal-secrets'
import { callerOf } from './step-caller'

/** Calls a registered tool once. What stands for secrets in its input becomes the values here, at the edge. */
export const toolStep: StepKind<ToolConfig> = {
  kind: 'tool',
  async run(context: StepContext<ToolConfig> & MarkedContext): Promise<StepOutcome> {
    const { config, ports, signal } = context
    const revealed = await revealSecrets(context, config.input)
    if (!revealed.ok) return { kind: 'failed', failure: revealed.failure }
    const input = mapTexts(config.input, revealed.put)
    const result = await ports.tools.call(callerOf(context), config.use, input, signal)
    if (result.ok) return { kind: 'succeeded', output: result.output }
    const { code, message, retryable } = result
    return { kind: 'failed', failure: { code, message, retryable } }
  },
}

function mapTexts(value: JsonObject, change: (text: string) => string): JsonObject {
  const walk = (node: JsonValue): JsonValue => {
    if (typeof node === 'string') return change(node)
    if (Array.isArray(node)) return node.map(walk)
    return typeof node === 'object' && node !== null ? mapTexts(node, change) : node
  }
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, walk(field)]))
}
