import type { JsonObject } from '@/server/kernel/json'
import type { WorkflowDefinition } from '@/server/language/contracts'
import { duration, text } from './step-fields'

/** A definition without its steps, as its document names things. */
export function workflowParts(
  definition: WorkflowDefinition,
): Record<'workflow' | 'input' | 'var', JsonObject> {
  const { name, title, description, tags, runTitle, concurrency, rollback, output } = definition
  return {
    workflow: {
      name,
      ...text('title', title),
      ...text('description', description),
      ...(tags.length === 0 ? {} : { tags }),
      ...text('runTitle', runTitle),
      ...duration('timeout', definition.timeoutMs),
      ...(concurrency === undefined ? {} : { concurrency: { ...concurrency } }),
      ...text('rollback', rollback),
      ...text('output', output),
    },
    input: definition.inputs,
    var: definition.vars,
  }
}
