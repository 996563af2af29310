import { STEP_KINDS } from '@/server/language/contracts'
import { writtenSchema } from '../document-schema'
import { stepFieldsSchema, undoFieldsSchema, workflowFieldsSchema } from '../fields'
import { KINDS } from '../kinds'
import { fieldTable, GENERATED, table } from './markdown'

const SMALLEST = `\`\`\`yaml
version: 1
name: greet
inputs:
  name: { type: string, default: world }
steps:
  - id: hello
    set: { text: "Hello, \${{ inputs.name }}!" }
output: \${{ steps.hello.output.text }}
\`\`\``

const ORDER = `A step runs after the step above it, unless it has \`needs\`: \`needs: []\` starts at once, \`needs: [a, b]\` waits for those two. So a plain list is sequential, and a graph is one key away.

\`\`\`yaml
version: 1
name: brew
steps:
  - id: grind
    set: { grams: 18 }
  - id: heat
    needs: []
    wait: { for: 2m }
  - id: pour
    needs: [grind, heat]
    set: { text: "Pour on \${{ steps.grind.output.grams }} g." }
\`\`\``

const FAILURE = `When a step gives up, \`onError\` decides: \`fail\` (the run fails), \`continue\` (it goes on), or \`steps\` that run then and see why as \`error\`. When the run is over, however it went, the steps of \`finally\` run. \`undo\` says how a step is taken back; with \`rollback: onFailure\`, or by hand, the \`undo\` of every finished step runs, the last one first.

\`\`\`yaml
version: 1
name: book-trip
rollback: onFailure
inputs:
  trip: { type: string, default: T-1 }
steps:
  - id: flight
    http: { method: PUT, url: "https://flights.example.com/\${{ inputs.trip }}" }
    undo:
      http: { method: DELETE, url: "https://flights.example.com/\${{ inputs.trip }}" }
  - id: hotel
    http: { method: PUT, url: "https://hotels.example.com/\${{ inputs.trip }}" }
    onError:
      steps:
        - id: other-hotel
          http: { method: PUT, url: "https://more-hotels.example.com/\${{ inputs.trip }}" }
finally:
  - id: tell
    emit: { name: trip.ended, data: { status: "\${{ run.status }}" } }
\`\`\``

/** The reference page of documents: what stands around the steps, and around each step. */
export function workflowPage(): string {
  const kinds = STEP_KINDS.map((name) => [`[\`${name}\`](steps/${name}.md)`, KINDS[name].title])
  return `${[
    GENERATED,
    '# Workflow documents',
    'A workflow is a YAML document, or the same as JSON. The smallest one that does something:',
    SMALLEST,
    'The JSON Schema stands at `/schemas/workflow.v1.json` of your instance. The editor of Pawl uses it by itself; in another editor with a YAML server, put `# yaml-language-server: $schema=https://<your instance>/schemas/workflow.v1.json` on the first line. **More actions › Add schema header** does that for you.',
    '## Fields of a workflow',
    fieldTable(writtenSchema(workflowFieldsSchema)),
    'A duration is written as `30s`, `5m`, `1h30m` or `2d`.',
    '## Order',
    ORDER,
    '## Fields of every step',
    'Beside these, each step has exactly one kind.',
    fieldTable(writtenSchema(stepFieldsSchema)),
    'In `undo`, beside the kind, may stand:',
    fieldTable(writtenSchema(undoFieldsSchema)),
    '## Failure',
    FAILURE,
    'What each error code means and what to do about it: [error codes](errors.md).',
    '## Kinds',
    table(['kind', 'does'], kinds),
  ].join('\n\n')}\n`
}
