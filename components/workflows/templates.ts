export interface WorkflowTemplate {
  id: string
  title: string
  hint: string
  source: string
}

const blank = `version: 1
name: new-workflow
title: New workflow

inputs:
  name: { type: string, default: world, description: Whom to greet }

steps:
  - id: greet
    set:
      text: "Hello, \${{ inputs.name }}!"

output: "\${{ steps.greet.output.text }}"
`

const approval = `version: 1
name: new-workflow
title: Draft and approve
description: A model drafts a text, a person edits and approves it.

inputs:
  topic:
    type: string
    minLength: 3
    description: What the text is about

steps:
  # offline/rules answers by fixed rules and needs no key. Name a model of yours when you have one.
  - id: draft
    agent:
      model: offline/rules
      instructions: You write short, plain announcements.
      prompt: "Announce: \${{ inputs.topic }}"

  - id: review
    approval:
      title: "Publish the text about \${{ inputs.topic }}?"
      body: "\${{ steps.draft.output.text }}"
      form:
        type: object
        required: [text]
        properties:
          text: { type: string, title: Text, x-multiline: true, default: "\${{ steps.draft.output.text }}" }
      timeout: 24h
      onTimeout: reject

output: "\${{ steps.review.output.values.text }}"
`

const forEach = `version: 1
name: new-workflow
title: Check many, sum up
description: The same steps for each item of a list, several at once, and a summary.

inputs:
  urls:
    type: array
    items: { type: string, format: uri }
    minItems: 1
    default: ["https://example.com", "https://example.org"]

steps:
  - id: checks
    forEach:
      items: \${{ inputs.urls }}
      as: url
      maxConcurrency: 5
      onItemError: continue
      steps:
        - id: fetch
          http: { url: "\${{ url }}", timeout: 10s }
          retry: { attempts: 3, backoff: exponential, delay: 1s }

  - id: summary
    code: |
      const failed = steps.checks.output.filter((result) => result.error)
      return { checked: steps.checks.output.length, failed: failed.length }

output: \${{ steps.summary.output }}
`

const parallel = `version: 1
name: new-workflow
title: Side by side
description: Two branches run at the same time; what they found is put together.

inputs:
  text:
    type: string
    x-multiline: true
    default: Pawl holds every finished step.

steps:
  - id: read
    parallel:
      branches:
        words:
          - id: count
            code: |
              return { words: inputs.text.split(/\\s+/).filter(Boolean).length }
        later:
          - id: pause
            wait: { for: 5s }

  - id: sane
    assert:
      - that: steps.read.output.words.words > 0
        message: The text is empty.

output: \${{ steps.read.output.words }}
`

/** What a new workflow can begin as; all run without a key. */
export const TEMPLATES: readonly WorkflowTemplate[] = [
  {
    id: 'blank',
    title: 'Blank',
    hint: 'One input, one step: the smallest workflow that runs.',
    source: blank,
  },
  {
    id: 'approval',
    title: 'Draft and approve',
    hint: 'An agent drafts, a person edits and approves.',
    source: approval,
  },
  {
    id: 'for-each',
    title: 'Check many, sum up',
    hint: 'HTTP with retries for each item of a list, then a summary.',
    source: forEach,
  },
  {
    id: 'parallel',
    title: 'Side by side',
    hint: 'Branches at the same time, then a check.',
    source: parallel,
  },
]

/** The source under another name; the rest, comments too, stays as it is. */
export function renameSource(source: string, name: string): string {
  if (/^name:/m.test(source)) return source.replace(/^name:.*$/m, `name: ${name}`)
  return `name: ${name}\n${source}`
}

/** A fitting name for a title: `Nightly report!` becomes `nightly-report`. */
export function nameOf(title: string): string {
  return title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64)
    .replace(/-+$/, '')
}

const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/

/** What is wrong with a workflow's name, or nothing. */
export function nameProblem(name: string): string | undefined {
  if (name === '') return 'Give it a name.'
  if (name.length > 64) return 'At most 64 characters.'
  // `/workflows/new` is the page that makes one.
  if (name === 'new') return 'This name is kept for a page. Choose another one.'
  if (!NAME.test(name)) return 'Use lower-case letters, digits and hyphens, such as release-notes.'
  return undefined
}
