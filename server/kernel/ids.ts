import { newUlid } from './ulid'

/** One prefix a noun, so that an id says what it names wherever it is pasted. */
export const ID_PREFIXES = {
  user: 'usr',
  session: 'ses',
  organization: 'org',
  membership: 'mem',
  project: 'prj',
  workflow: 'wfl',
  version: 'ver',
  run: 'run',
  approval: 'apv',
  decision: 'dec',
  secret: 'sec',
  provider: 'pro',
  usage: 'use',
  audit: 'aud',
  outbox: 'obx',
  ownerLink: 'own',
  request: 'req',
  invitation: 'inv',
  projectMembership: 'pme',
  apiKey: 'key',
  setting: 'set',
  variable: 'var',
  idempotency: 'idk',
  metric: 'met',
  event: 'evt',
  blob: 'blb',
} as const

export type IdNoun = keyof typeof ID_PREFIXES

/** A new id: prefix, underscore, lower-case ULID; sorts by time of creation. */
export function newId(noun: IdNoun): string {
  return `${ID_PREFIXES[noun]}_${newUlid().toLowerCase()}`
}
