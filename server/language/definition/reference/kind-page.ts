import type { JsonSchema } from '@/server/kernel/json'
import { writtenSchema } from '../document-schema'
import { UNDO_KINDS } from '../fields'
import type { KindDefinition } from '../kinds'
import { printDuration } from '../print-duration'
import { fieldRows } from './field-rows'
import { fieldTable, GENERATED, table } from './markdown'
import { isObject, optionsOf, typeText } from './type-text'

/** The reference page of a step kind. */
export function kindPage(kind: KindDefinition): string {
  const schema = writtenSchema(kind.schema)
  return `${[
    GENERATED,
    `# \`${kind.name}\`: ${kind.title.charAt(0).toLowerCase()}${kind.title.slice(1)}`,
    kind.docs,
    '## Fields',
    fieldsText(kind.name, schema),
    ...outputText(kind),
    '## Around it',
    aroundText(kind),
    '[All kinds](../workflow.md#kinds) · [Fields of every step](../workflow.md#fields-of-every-step) · [Expressions](../expressions.md)',
  ].join('\n\n')}\n`
}

function fieldsText(name: string, schema: JsonSchema): string {
  const short = optionsOf(schema).filter((option) => option.type !== 'object')
  const shortText = `\`${name}\` may be written as ${short.map(typeText).join(' or ')}, or with these fields:`
  const rows = fieldRows(schema)
  if (rows.length === 0) return textOf(schema)
  return short.length === 0 ? fieldTable(schema) : `${shortText}\n\n${fieldTable(schema)}`
}

function textOf({ description }: JsonSchema): string {
  return typeof description === 'string' ? description : 'It has no fields.'
}

/** What is always there; what depends on the step is told in its words. */
function outputText(kind: KindDefinition): string[] {
  const { properties } = kind.outputOf({}, undefined)
  const fields = Object.entries(isObject(properties) ? properties : {})
  if (fields.length === 0) return []
  const rows = fields.map(([name, schema]) => [
    `\`${name}\``,
    isObject(schema) ? typeText(schema) : 'any value',
    isObject(schema) ? textOrEmpty(schema) : '',
  ])
  return ['## Output', `Read it as \`steps.<id>.output\`.`, table(['field', 'value', 'what it is'], rows)]
}

function textOrEmpty({ description }: JsonSchema): string {
  return typeof description === 'string' ? description : ''
}

function aroundText(kind: KindDefinition): string {
  const { name, retry, nested } = kind
  const points = [
    retryText(retry),
    secretsText(kind),
    UNDO_KINDS.some((undo) => undo === name)
      ? 'It may stand in `undo`, to take another step back.'
      : 'It cannot stand in `undo`.',
    ...(nested ? ['Its steps are seen by each other, and from outside only through its output.'] : []),
  ]
  return points.map((point) => `- ${point}`).join('\n')
}

function secretsText({ secretFields, roleOf }: KindDefinition): string {
  if (secretFields.length > 0) return `Secrets may stand in ${listed(secretFields)}.`
  return roleOf([]) === 'program' ? 'Its code may name secrets.' : 'Secrets may not stand in it.'
}

function retryText(retry: KindDefinition['retry']): string {
  if (retry === 'none') return 'It is not tried again: `retry` is refused.'
  if (retry.attempts === 1) return 'It is tried once, unless `retry` says otherwise.'
  const jitter = retry.jitter ? ', varied at random' : ''
  return `It is tried ${retry.attempts} times, with \`${retry.backoff}\` pauses from ${printDuration(retry.delayMs)} to ${printDuration(retry.maxDelayMs)}${jitter}, unless \`retry\` says otherwise.`
}

function listed(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ')
}
