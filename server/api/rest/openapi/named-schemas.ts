import { z } from 'zod'
import * as apiKeys from '@/server/features/api-keys/schema'
import * as approvals from '@/server/features/approvals/schema'
import * as audit from '@/server/features/audit/schema'
import * as events from '@/server/features/events/schema'
import * as invitations from '@/server/features/invitations/schema'
import * as members from '@/server/features/members/schema'
import * as metrics from '@/server/features/metrics/schema'
import * as models from '@/server/features/models/schema'
import * as organizations from '@/server/features/organizations/schema'
import * as profile from '@/server/features/profile/schema'
import * as projects from '@/server/features/projects/schema'
import * as retention from '@/server/features/retention/schema'
import * as runs from '@/server/features/runs/schema'
import * as secrets from '@/server/features/secrets/schema'
import * as sessions from '@/server/features/sessions/schema'
import * as settings from '@/server/features/settings/schema'
import * as usage from '@/server/features/usage/schema'
import * as variables from '@/server/features/variables/schema'
import * as workflows from '@/server/features/workflows/schema'
import * as runEvents from '@/server/kernel/run-events'

/** Where schemas come from that the document names; all others stand where they are used. */
const SOURCES: Record<string, object> = {
  apiKeys,
  approvals,
  audit,
  events,
  invitations,
  members,
  metrics,
  organizations,
  projects,
  settings,
  variables,
  retention,
  profile,
  models,
  runEvents,
  runs,
  secrets,
  sessions,
  usage,
  workflows,
}

/** What stands in the document once, under a name: `runSummarySchema` is `RunSummary`. */
export function namedSchemas() {
  const registry = z.registry<{ id: string }>()
  const taken = new Set<string>(['Problem', 'JsonValue'])
  for (const [noun, source] of Object.entries(SOURCES))
    for (const [exported, schema] of Object.entries(source)) {
      if (!isNameable(schema)) continue
      const name = upperFirst(exported.replace(/Schema$/, ''))
      const id = taken.has(name) ? `${upperFirst(noun)}${name}` : name
      taken.add(id)
      registry.add(schema, { id })
    }
  return registry
}

/** A name helps where there is something to look up. */
function isNameable(value: unknown): value is z.ZodType {
  return value instanceof z.ZodObject || value instanceof z.ZodUnion || value instanceof z.ZodIntersection
}

function upperFirst(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}
