import type { Approval, ApprovalSummary } from '@/server/features/approvals/schema'
import type { JsonObject, JsonValue } from '@/server/kernel/json'
import { rolesWith } from '@/server/kernel/permissions'

/** The request before or after the chosen one; the first where none is chosen. */
export function neighbour(
  approvals: readonly ApprovalSummary[],
  chosenId: string | undefined,
  step: 1 | -1,
): ApprovalSummary | undefined {
  const at = approvals.findIndex((approval) => approval.id === chosenId)
  return at === -1 ? approvals[0] : approvals[at + step]
}

/** Where to go once one is decided: the next that this member may decide, from the top again at the end. */
export function nextToDecide(
  approvals: readonly ApprovalSummary[],
  decidedId: string,
): ApprovalSummary | undefined {
  const at = approvals.findIndex((approval) => approval.id === decidedId)
  const after = [...approvals.slice(at + 1), ...approvals.slice(0, Math.max(at, 0))]
  return after.find((approval) => approval.mayDecide && approval.id !== decidedId)
}

export type Urgency = 'calm' | 'soon' | 'overdue'

const SOON_MS = 3_600_000

/** How a deadline should look: an hour before it is soon. */
export function urgencyOf(dueAt: string, nowMs: number): Urgency {
  const leftMs = Date.parse(dueAt) - nowMs
  if (leftMs <= 0) return 'overdue'
  return leftMs < SOON_MS ? 'soon' : 'calm'
}

/** The gate's policy in words, for chips. */
export function policyOf(approval: Approval): string[] {
  const approvals = approval.decisions.filter((decision) => decision.verdict === 'approve').length
  return [
    `Decided by ${decidersOf(approval.approverRoles)}`,
    ...(approval.quorum > 1 ? [`${approvals} of ${approval.quorum} approvals`] : []),
    ...(approval.allowSelf ? [] : ['Not by who started the run']),
  ]
}

function decidersOf(roles: readonly string[]): string {
  const isEverybody = rolesWith('approvals.decide').every((role) => roles.includes(role))
  if (roles.length === 0 || isEverybody) return 'anyone who may approve'
  return new Intl.ListFormat('en', { type: 'disjunction' }).format(roles)
}

/** One property that an approver changed. */
export interface FormChange {
  name: string
  label: string
  before: JsonValue
  after: JsonValue
  isLongText: boolean
}

/** What differs between the form as it was asked and as it was left, property by property. */
export function formChanges(form: JsonObject | null, before: JsonObject, after: JsonObject): FormChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return names
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .map((name) => {
      const [was = null, is = null] = [before[name], after[name]]
      return {
        name,
        label: labelOf(form, name),
        before: was,
        after: is,
        isLongText: isLong(was) || isLong(is),
      }
    })
}

function labelOf(form: JsonObject | null, name: string): string {
  const properties = form?.properties
  if (!isObject(properties)) return name
  const property = properties[name]
  return isObject(property) && typeof property.title === 'string' ? property.title : name
}

function isLong(value: JsonValue): boolean {
  return typeof value === 'string' && (value.includes('\n') || value.length > 60)
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
