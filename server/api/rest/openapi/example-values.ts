import type { JsonObject, JsonValue } from '@/server/kernel/json'

const SOURCE = `version: 1
name: hello
inputs:
  name: { type: string, default: Ada }
steps:
  - id: greet
    set:
      text: "Hello \${{ inputs.name }}"
output: "\${{ steps.greet.output.text }}"
`

/** As long and as random-looking as a real one, and nobody's. */
const TOKEN = 'Yc0nN2bUo7d9s1QeVt4hWm6xKj8aPz3rLf5gDk2uBiC'

/** What a field of a name holds, in whatever operation it stands. */
export const FIELD_EXAMPLES: Record<string, JsonValue | undefined> = {
  actor: 'Ada Lovelace',
  author: 'Ada Lovelace',
  by: 'Ada Lovelace',
  comment: 'Reads well.',
  costNanos: '12300000',
  cursor: undefined,
  email: 'grace@example.com',
  from: '2026-11-01T00:00:00.000Z',
  ip: '192.0.2.7',
  limit: 20,
  locale: 'en-GB',
  message: 'Say it more kindly',
  name: 'release-notes',
  number: 1,
  prefix: '7k2m9q4x1v',
  requestedBy: 'Ada Lovelace',
  run: '1',
  search: 'release',
  slug: 'acme',
  source: SOURCE,
  startedBy: 'Ada Lovelace',
  tag: 'nightly',
  timeZone: 'Europe/Berlin',
  title: 'Release notes',
  to: '2026-11-08T00:00:00.000Z',
  updatedBy: 'Ada Lovelace',
  versionNumber: 1,
  workflow: 'release-notes',
}

/** Where an operation's fields mean something of their own: what a first call would send. */
export const INPUT_EXAMPLES: Record<string, JsonObject | undefined> = {
  'apiKeys.create': { name: 'Nightly import', permissions: ['runs.read', 'runs.start'], expiresInDays: 90 },
  'invitations.accept': { token: TOKEN },
  'invitations.check': { token: TOKEN },
  'invitations.create': { email: 'grace@example.com', role: 'builder' },
  'members.setProjectRole': { role: 'operator' },
  'members.setRole': { role: 'operator' },
  'approvals.decide': { verdict: 'approve', comment: 'Reads well.' },
  'events.emit': { name: 'order/paid', data: { order: 'A-1042' } },
  'events.list': { name: 'order/paid' },
  'onboarding.check': { token: TOKEN },
  'organizations.create': { name: 'Acme' },
  'organizations.delete': { confirmation: 'Acme' },
  'organizations.rename': { name: 'Acme Europe' },
  'profile.changePassword': {
    currentPassword: 'correct horse battery',
    newPassword: 'staple at the window',
  },
  'profile.update': { timeZone: 'Europe/Berlin', locale: 'en-GB' },
  'projects.create': { name: 'Onboarding' },
  'projects.delete': { confirmation: 'Onboarding' },
  'projects.rename': { name: 'Customer onboarding' },
  'providers.rotateKey': { name: 'ollama' },
  'providers.stageKey': { name: 'ollama', key: 'sk-example' },
  'providers.testNextKey': { name: 'ollama', model: 'llama3.2' },
  'settings.set': { key: 'retention.runs', value: 90 },
  'settings.setOrganization': { key: 'retention.runs', value: 90 },
  'variables.delete': { name: 'region' },
  'variables.set': { name: 'region', value: 'eu-west-1', description: 'Where the staging servers are.' },
  'onboarding.complete': {
    token: TOKEN,
    name: 'Ada Lovelace',
    email: 'ada@example.com',
    password: 'correct horse battery',
    organization: 'Acme',
  },
  'providers.delete': { name: 'ollama' },
  'providers.save': { name: 'ollama', kind: 'openai-compatible', baseUrl: 'http://localhost:11434/v1' },
  'providers.test': { name: 'offline' },
  'runs.cancel': { reason: 'Started by mistake' },
  'runs.replay': { version: 'same' },
  'runs.tryStep': { path: 'reserve' },
  'runs.start': { workflow: 'order-saga', inputs: { order: 'A-1042', failCard: false } },
  'secrets.delete': { name: 'GITHUB_TOKEN' },
  'secrets.set': { name: 'GITHUB_TOKEN', value: 'ghp_example' },
  'workflows.archive': { archived: true },
  'workflows.create': { name: 'hello', source: SOURCE },
  'workflows.publish': { source: SOURCE, message: 'First version' },
  'workflows.saveDraft': { source: SOURCE, revision: 1 },
}
