import type { JsonObject, JsonValue } from '@/server/kernel/json'
import type { ApprovalStatus } from '@/server/kernel/statuses'
import type { Verdict } from './schema'

export interface Gate {
  status: ApprovalStatus
  approverRoles: readonly string[]
  quorum: number
  allowSelf: boolean
  /** Who started the run. */
  requestedById: string | null
  decisions: readonly { userId: string; verdict: Verdict }[]
}

export interface Member {
  userId: string
  /** In the organization and in the project. */
  roles: readonly string[]
  /** Holds `approvals.decide`. */
  holdsPermission: boolean
}

/** Why this member may not decide this gate, in words for them; `undefined` where they may. */
export function refusalOf(gate: Gate, member: Member): string | undefined {
  if (gate.status !== 'pending') return `This request is ${gate.status} already.`
  if (!member.holdsPermission) return `Your role (${member.roles.join(', ')}) may not decide approvals.`
  if (gate.approverRoles.length > 0 && !member.roles.some((role) => gate.approverRoles.includes(role)))
    return `Only these roles may decide this one: ${gate.approverRoles.join(', ')}.`
  if (!gate.allowSelf && gate.requestedById === member.userId)
    return 'You started this run, and it asks for somebody else to approve.'
  if (gate.decisions.some((decision) => decision.userId === member.userId))
    return 'You decided this request already; it waits for others.'
  return undefined
}

/** What the gate becomes with one more verdict; `undefined`: it still waits for others. */
export function outcomeOf(gate: Gate, verdict: Verdict): 'approved' | 'rejected' | undefined {
  if (verdict === 'reject') return 'rejected'
  const approvals = gate.decisions.filter((decision) => decision.verdict === 'approve').length + 1
  return approvals >= gate.quorum ? 'approved' : undefined
}

/** The form as it was asked: the default of each property. */
export function prefill(form: JsonObject | null): JsonObject {
  const properties = form?.properties
  if (!isObject(properties)) return {}
  const values: JsonObject = {}
  for (const [name, property] of Object.entries(properties))
    if (isObject(property) && property.default !== undefined) values[name] = property.default
  return values
}

/** Whether a member changed anything of what was asked. */
export function isChanged(form: JsonObject | null, values: JsonObject): boolean {
  return JSON.stringify(sorted({ ...prefill(form), ...values })) !== JSON.stringify(sorted(prefill(form)))
}

function sorted(values: JsonObject): [string, JsonValue][] {
  return Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1))
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
