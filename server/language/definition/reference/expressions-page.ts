import { GLOBAL_NAMES, PROGRAM_CALLS, STEP_FIELDS } from '../../expressions/scope'
import { GENERATED, table } from './markdown'

const SCOPE: [string, string, string][] = [
  ['inputs', 'everywhere', 'What the run was started with, defaults filled in.'],
  ['vars', 'everywhere', 'Constants of the document, and the variables of the project.'],
  [
    'run',
    'everywhere',
    '`id`, `number`, `status`, `startedAt`, `url`, `generation` (1, and one more after each resume).',
  ],
  ['trigger', 'everywhere', 'What started the run.'],
  ['steps', 'where a step has run', 'Results of the steps before, by id.'],
  ['item', 'in `forEach`', 'The item; also under the name that `as` gives it.'],
  ['index', 'in `forEach`', 'Its place in the list, from 0.'],
  ['loop', 'in `loop`', '`index`, from 0, and `previous`, the output of the iteration before.'],
  ['error', 'in the steps of `onError`', '`code`, `message` and `details`: why the step failed.'],
  ['run.error', 'in `finally`', 'Why the run failed; `null` when it did not.'],
  ['event', 'in the `match` of a `wait`', 'The event that came: `id`, `name`, `data`, `at`.'],
  [
    'secrets',
    'where a kind sends something out',
    'Secrets of the project. Their values never reach the log.',
  ],
]

const TYPES = `A text that is one expression and nothing else keeps the type of its value; otherwise values are put into the text, lists and mappings as JSON.

\`\`\`yaml
version: 1
name: types
inputs:
  count: { type: integer, default: 3 }
steps:
  - id: kept
    set:
      number: \${{ inputs.count * 2 }}          # 6, a number
      text: "There are \${{ inputs.count }}."   # a text
  - id: maybe
    if: inputs.count > 1
    set: { half: "\${{ inputs.count / 2 }}" }
  - id: careful
    set:
      # \`maybe\` may have been skipped: \`?.\` reads what may be absent.
      half: \${{ steps.maybe.output?.half ?? 0 }}
\`\`\``

/** The reference page of expressions, and of what `code` can call. */
export function expressionsPage(): string {
  return `${[
    GENERATED,
    '# Expressions',
    '`${{ … }}` holds one JavaScript expression. It is checked when the workflow is saved: an unknown step, input or field is a problem with its line and, where there is one, the nearest name. It runs in a sandbox without I/O, clock or chance, for at most 100 ms.',
    'The keys `if`, `while`, `until`, `when`, `that`, `assert` and `match` take a bare expression, without `${{ }}`. YAML reads an unquoted `!` as a tag, so write `if: "!inputs.dryRun"`.',
    '## Values and texts',
    TYPES,
    '## What can be named',
    table(
      ['name', 'where', 'what it is'],
      SCOPE.map(([name, where, text]) => [`\`${name}\``, where, text]),
    ),
    'Of a step, `steps.<id>` holds:',
    table(
      ['field', 'what it is'],
      Object.entries(STEP_FIELDS).map(([name, text]) => [`\`${name}\``, text]),
    ),
    'An id with a hyphen is read as `steps["my-step"]`. A step that runs inside another one (a branch, a case, a loop) is seen only there; from outside, read the output of the step around it.',
    '## JavaScript',
    `Of JavaScript itself there are ${[...GLOBAL_NAMES].map((name) => `\`${name}\``).join(', ')}. Expressions have no \`Date.now()\` and no \`Math.random()\`: a run has to be repeatable. Use \`run.startedAt\`. In \`code\` both are there, and give the same when the code is replayed.`,
    '## In `code`',
    'The body of a `code` step sees the same names as plain values, and can call:',
    table(
      ['call', 'what it does'],
      Object.entries(PROGRAM_CALLS).map(([name, text]) => [`\`${name}\``, text]),
    ),
    'Each call is a step of its own, recorded before the code goes on. The run may wait for days; when it is resumed, the code runs again from its beginning and gets the recorded answers.',
  ].join('\n\n')}\n`
}
