import type { Status } from '@/components/ui/status'
import type { JsonSchema, JsonValue } from '@/server/kernel/json'

export interface SampleRun {
  id: string
  workflow: string
  version: number
  status: Status
  trigger: string
  ageMs: number
  durationMs: number | null
  costNanos: string | null
}

export const SAMPLE_RUNS: SampleRun[] = [
  {
    id: 'run_01jd8x9k2mf7q3v5w6y8z0a1b2',
    workflow: 'Release notes',
    version: 7,
    status: 'waiting',
    trigger: 'Ada Lovelace',
    ageMs: 95_000,
    durationMs: 94_000,
    costNanos: '12300000',
  },
  {
    id: 'run_01jd8x9k2mf7q3v5w6y8z0a1c3',
    workflow: 'Health sweep',
    version: 3,
    status: 'running',
    trigger: 'every 5m',
    ageMs: 21_000,
    durationMs: 20_000,
    costNanos: '0',
  },
  {
    id: 'run_01jd8x9k2mf7q3v5w6y8z0a1d4',
    workflow: 'Order saga',
    version: 12,
    status: 'failed',
    trigger: 'webhook orders',
    ageMs: 1_260_000,
    durationMs: 8_420,
    costNanos: '0',
  },
  {
    id: 'run_01jd8x9k2mf7q3v5w6y8z0a1e5',
    workflow: 'Order saga',
    version: 12,
    status: 'rolled_back',
    trigger: 'webhook orders',
    ageMs: 3_900_000,
    durationMs: 12_700,
    costNanos: '0',
  },
  {
    id: 'run_01jd8x9k2mf7q3v5w6y8z0a1f6',
    workflow: 'Release notes',
    version: 7,
    status: 'succeeded',
    trigger: 'Grace Hopper',
    ageMs: 8_000_000,
    durationMs: 312_000,
    costNanos: '48200000',
  },
  {
    id: 'run_01jd8x9k2mf7q3v5w6y8z0a1g7',
    workflow: 'Ticket triage',
    version: 2,
    status: 'succeeded',
    trigger: 'API',
    ageMs: 9_600_000,
    durationMs: 4_100,
    costNanos: null,
  },
  {
    id: 'run_01jd8x9k2mf7q3v5w6y8z0a1h8',
    workflow: 'Ticket triage',
    version: 2,
    status: 'cancelled',
    trigger: 'API',
    ageMs: 12_000_000,
    durationMs: 2_000,
    costNanos: '900000',
  },
  {
    id: 'run_01jd8x9k2mf7q3v5w6y8z0a1j9',
    workflow: 'Health sweep',
    version: 3,
    status: 'queued',
    trigger: 'every 5m',
    ageMs: 2_000,
    durationMs: null,
    costNanos: '0',
  },
]

export const SAMPLE_JSON: JsonValue = {
  title: 'Release 4.2',
  isDraft: false,
  groups: [
    { kind: 'features', commits: ['a1b2c3 Add quorum to approvals', 'd4e5f6 Resume from the failed step'] },
    { kind: 'fixes', commits: ['0a1b2c Keep comments in YAML'] },
  ],
  usage: { inputTokens: 1842, outputTokens: 512, costNanos: '12300000', cachedTokens: null },
  markdown:
    '## Features\n\n- Approvals know a quorum: two of three editors must agree before a release leaves the building, and each answer is kept with its comment.\n- A failed run resumes from the failed step.',
  many: Array.from({ length: 240 }, (_, index) => index * index),
}

export const SAMPLE_SCHEMA: JsonSchema = {
  type: 'object',
  required: ['commits', 'tone', 'recipients'],
  properties: {
    commits: {
      type: 'string',
      format: 'textarea',
      title: 'Commits',
      description: 'One per line, newest first.',
      examples: ['a1b2c3 Add quorum to approvals'],
      minLength: 3,
    },
    tone: { enum: ['plain', 'warm', 'legal'], default: 'plain', description: 'How the notes should sound.' },
    date: { type: 'string', format: 'date', title: 'Release date' },
    retries: { type: 'integer', minimum: 0, maximum: 5, default: 2 },
    temperature: { type: 'number', minimum: 0, maximum: 1 },
    notify: {
      type: 'boolean',
      title: 'Tell the channel',
      description: 'Posts a link when the run ends.',
      default: true,
    },
    recipients: {
      type: 'array',
      items: { type: 'string', format: 'email', examples: ['ada@example.org'] },
      default: ['ada@example.org', 'not-an-address'],
    },
    channels: { type: 'array', items: { enum: ['e-mail', 'slack', 'web'] }, default: ['web'] },
    owner: {
      type: 'object',
      title: 'Owner',
      required: ['name'],
      properties: { name: { type: 'string' }, team: { type: 'string' } },
    },
    checks: {
      type: 'array',
      items: {
        type: 'object',
        title: 'Check',
        required: ['url'],
        properties: { url: { type: 'string', format: 'uri' }, expect: { type: 'integer', default: 200 } },
      },
      default: [{ url: 'https://example.org/health', expect: 200 }],
    },
    extra: { description: 'Anything else, as JSON.' },
  },
}

export const SAMPLE_MARKDOWN = `## Release 4.2

Ready to publish. **Two things** need a look: the wording of _quorum_ and the [upgrade notes](https://example.org).

- Approvals know a quorum
- A failed run resumes from the failed step
- [x] Migration tested
- [ ] Screenshots renewed

| workflow | runs | failed |
| --- | ---: | ---: |
| Release notes | 124 | 1 |
| Health sweep | 8,640 | 3 |

\`\`\`yaml
steps:
  draft:
    kind: agent
\`\`\`

> Nothing here runs as HTML: <script>alert(1)</script>
`

export const DRAFT_BEFORE = `# Release 4.2

Approvals now know a quorum.
A failed run can be restarted from the beginning.

Thanks to everyone who reported bugs.
See the upgrade notes.
Questions go to the forum.
The next release is planned for May.
Have a good week.`

export const DRAFT_AFTER = `# Release 4.2

Approvals now know a quorum.
A failed run resumes from the failed step.
Finished steps never run again.

Thanks to everyone who reported bugs.
See the upgrade notes.
Questions go to the forum.
The next release is planned for May.
Have a good week.`
