import type { Outputs } from '@/components/data/trpc'
import { ROLES, type Role } from '@/server/kernel/permissions'

export type Member = Outputs['members']['list']['members'][number]

export interface MemberFilters {
  search: string
  role: Role | undefined
}

/** Those whose name or address holds every word, with the role asked for, in the organization or a project. */
export function findMembers(members: readonly Member[], { search, role }: MemberFilters): Member[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return members.filter((member) => {
    const text = `${member.name} ${member.email}`.toLowerCase()
    const hasRole = !role || member.role === role || member.projectRoles.some((held) => held.role === role)
    return hasRole && words.every((word) => text.includes(word))
  })
}

export function readRole(value: string | null): Role | undefined {
  return ROLES.find((role) => role === value)
}

interface Reader {
  mayManage: boolean
  role: Role | undefined
  ownerCount: number
}

/** Why the reader may not change a member's role, and who can; `undefined` where they may. */
export function whyNotChange(member: Member, reader: Reader): string | undefined {
  if (member.mayChange) return undefined
  if (!reader.mayManage) return 'Only owners and admins change roles. Ask one of them.'
  if (isLastOwner(member, reader))
    return `The organization needs an owner. Make somebody else owner first, then ${you(member)} role can change.`
  return 'Holds more than you do. An owner can change it.'
}

/** The same for removing. */
export function whyNotRemove(member: Member, reader: Reader): string | undefined {
  if (member.mayRemove) return undefined
  if (isLastOwner(member, reader)) return 'The organization needs an owner'
  if (member.isMe) return 'Leave under Settings, Organization'
  if (!reader.mayManage) return 'Only owners and admins can'
  return 'Holds more than you do'
}

/** Owners and admins hold everything in every project; no role there adds to it. */
export function holdsEverything({ role }: Member): boolean {
  return role === 'owner' || role === 'admin'
}

function isLastOwner(member: Member, { ownerCount }: Reader): boolean {
  return member.role === 'owner' && ownerCount === 1
}

function you(member: Member): string {
  return member.isMe ? 'your' : 'their'
}
