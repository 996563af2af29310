import { z } from 'zod'
import type { JsonObject, JsonValue } from '@/server/kernel/json'
import { isReservedId, reservedName } from '../reserved-ids'
import {
  ANY_OR_NULL,
  conditionField,
  idField,
  isMapping,
  jsonField,
  type KindDefinition,
  type NestedList,
  stepsField,
} from './kind'

/** Names of cases are part of the paths of a run. */
const caseName = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, {
  error:
    'The name of a case has letters, digits, `_` and `-`, at most 64. For other values, write `cases` as a list with `when`.',
})

const condition = conditionField('An expression, without `${{ }}`; the first case that is true is taken.')

const listedCase = z.strictObject({
  when: condition,
  name: idField.optional().meta({ description: 'A name for the case; `case1`, `case2` … without it.' }),
  steps: stepsField,
})

const schema = z
  .strictObject({
    value: jsonField('What is compared, as text, with the names of the cases.').optional(),
    cases: z
      .union(
        [z.record(caseName, stepsField), z.array(listedCase).min(1, { error: 'Write at least one case.' })],
        {
          error: 'Expected a mapping of names to steps, or a list of cases with `when`.',
        },
      )
      .meta({
        description: 'With `value`: steps by the text they are for. Without: a list of `when` and `steps`.',
      }),
    default: stepsField.optional().meta({ description: 'Steps that run when no case fits.' }),
  })
  .check(({ value: written, issues }) => {
    for (const { message, path } of problemsOf(written)) {
      issues.push({ code: 'custom', message, path, input: written })
    }
  })

const hasDefault = z.boolean()
const runSchema = z.union([
  z
    .strictObject({
      value: z.custom<JsonValue>((value) => value !== undefined),
      names: z.array(z.string()),
      hasDefault,
    })
    .transform((config) => ({ kind: 'value' as const, ...config })),
  z
    .strictObject({ cases: z.array(z.strictObject({ name: z.string(), when: condition })), hasDefault })
    .transform((config) => ({ kind: 'when' as const, ...config })),
])

/** The names are those of the step's branches, in their order; `default`, where it is there, is the last branch. */
export type SwitchConfig =
  | { kind: 'value'; value: JsonValue; names: string[]; hasDefault: boolean }
  | { kind: 'when'; cases: { name: string; when: string }[]; hasDefault: boolean }

export const switchKind: KindDefinition & { schema: typeof schema; runSchema: z.ZodType<SwitchConfig> } = {
  name: 'switch',
  title: 'Choose one of several lists of steps',
  docs: `Runs the steps of one case. With \`value\`, the case whose name is the value as text; without, the first case whose \`when\` is true. When none fits, the steps of \`default\` run, where there are any. The output is that of the last step of the case taken, \`null\` when none was. Steps of a case are seen only inside it.

\`\`\`yaml
- id: route
  switch:
    value: \${{ inputs.plan }}
    cases:
      free:
        - id: welcome
          set: { text: Hello }
      paid:
        - id: invoice
          set: { text: Thank you }
    default:
      - id: unknown
        fail: "There is no plan \${{ inputs.plan }}."
- id: size
  switch:
    cases:
      - when: inputs.count > 100
        name: large
        steps:
          - id: batch
            set: { mode: batch }
      - when: inputs.count > 0
        steps:
          - id: single
            set: { mode: single }
\`\`\``,
  schema,
  runSchema,
  retry: 'none',
  secretFields: [],
  roleOf: (path) => (path.length === 3 && path[2] === 'when' ? 'condition' : 'template'),
  isFixed: ([key, ...rest]) => key === 'default' || (key === 'cases' && rest.at(-1) !== 'when'),
  nested: {
    kind: 'branch',
    listsIn: (config) => [...casesIn(config), ...defaultIn(config)],
    withoutSteps,
    withSteps,
  },
  outputOf: (config) => (isMapping(config) && config.default === undefined ? ANY_OR_NULL : {}),
}

const DEFAULT_CASE = 'default'

type WrittenCase = NestedList & { name: string }

function casesIn(config: JsonValue): WrittenCase[] {
  const cases = isMapping(config) ? config.cases : undefined
  if (Array.isArray(cases)) {
    return cases.map((written, index) => {
      const { name, when } = isMapping(written) ? written : {}
      return {
        name: typeof name === 'string' ? name : `case${index + 1}`,
        path: ['cases', index, 'steps'],
        ...(when === undefined ? {} : { condition: String(when) }),
      }
    })
  }
  return isMapping(cases) ? Object.keys(cases).map((name) => ({ name, path: ['cases', name] })) : []
}

function defaultIn(config: JsonValue): WrittenCase[] {
  return isMapping(config) && config.default !== undefined ? [{ name: DEFAULT_CASE, path: ['default'] }] : []
}

function withoutSteps(config: JsonObject): JsonObject {
  const cases = casesIn(config)
  const hasDefault = config.default !== undefined
  return config.value === undefined
    ? { cases: cases.map(({ name, condition }) => ({ name, when: condition ?? '' })), hasDefault }
    : { value: config.value, names: cases.map(({ name }) => name), hasDefault }
}

function withSteps(config: JsonObject, lists: { name: string; steps: JsonValue[] }[]): JsonObject {
  const { value, cases, hasDefault } = config
  const last = hasDefault === true ? lists.at(-1) : undefined
  const named = lists.filter((list) => list !== last)
  const rest: JsonObject = last === undefined ? {} : { default: last.steps }
  if (!Array.isArray(cases)) {
    return {
      value: value ?? null,
      cases: Object.fromEntries(named.map(({ name, steps }) => [name, steps])),
      ...rest,
    }
  }
  const listed = named.map(({ name, steps }, index) => {
    const written = cases[index]
    return { when: isMapping(written) ? (written.when ?? '') : '', name, steps }
  })
  return { cases: listed, ...rest }
}

type Written = Pick<z.output<typeof schema>, 'value' | 'cases'>

function problemsOf({ value, cases }: Written): { message: string; path: (string | number)[] }[] {
  if (Array.isArray(cases)) {
    if (value !== undefined) {
      return [
        {
          message: 'Beside `value`, cases are a mapping of names to steps. Or leave `value` out.',
          path: ['value'],
        },
      ]
    }
    return listedProblems(cases)
  }
  const names = Object.keys(cases)
  if (value === undefined)
    return [
      { message: 'Cases by name need a `value` to compare. Or write a list with `when`.', path: ['cases'] },
    ]
  if (names.length === 0) return [{ message: 'Write at least one case.', path: ['cases'] }]
  return names.flatMap((name) => {
    const message = nameProblem(name)
    return message === undefined ? [] : [{ message, path: ['cases', name] }]
  })
}

function listedProblems(
  cases: { name?: string | undefined }[],
): { message: string; path: (string | number)[] }[] {
  const seen = new Set<string>()
  return cases.flatMap(({ name }, index) => {
    const actual = name ?? `case${index + 1}`
    const message = seen.has(actual) ? `Another case is called \`${actual}\` already.` : nameProblem(actual)
    seen.add(actual)
    return message === undefined
      ? []
      : [{ message, path: ['cases', index, ...(name === undefined ? [] : ['name'])] }]
  })
}

function nameProblem(name: string): string | undefined {
  if (name === DEFAULT_CASE) return 'Steps for everything else stand in `default:`, beside `cases`.'
  return isReservedId(name) ? reservedName(name) : undefined
}
