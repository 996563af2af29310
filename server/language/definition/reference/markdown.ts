import type { JsonSchema } from '@/server/kernel/json'
import { fieldRows } from './field-rows'

/** A table; texts may hold anything. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** The fields of a configuration as a table; without any it says so. */
export function fieldTable(schema: JsonSchema): string {
  const rows = fieldRows(schema).map(({ field, type, isRequired, preset, text }) => [
    `\`${field}\``,
    type,
    isRequired ? 'required' : preset === undefined ? '' : `\`${preset}\``,
    text,
  ])
  return rows.length === 0 ? 'It has no fields.' : table(['field', 'value', 'without it', 'what it is'], rows)
}

/** Where a page comes from, for whoever would change it by hand. */
export const GENERATED = '<!-- Written by a program from the schemas of the language: `npm run docs`. -->'

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
