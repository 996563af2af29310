import { AppError } from '@/server/kernel/errors'
import { newId } from '@/server/kernel/ids'
import { asRole, type Role } from '@/server/kernel/permissions'
import { type SystemDb, systemDb, type TenantDb, type TenantTransaction } from '@/server/platform/db'
import type { InvitationFacts } from './rules'
import { type GivenProjectRole, givenProjectRolesSchema } from './schema'

type Db = TenantDb | SystemDb | TenantTransaction

interface Scope {
  orgId: string
}

const columns = {
  id: true,
  orgId: true,
  email: true,
  role: true,
  projectRoles: true,
  tokenHash: true,
  invitedById: true,
  createdAt: true,
  expiresAt: true,
  acceptedAt: true,
  revokedAt: true,
  mailedAt: true,
  mailError: true,
} as const

const KEPT_IN_LIST_MS = 30 * 86_400_000

export interface InvitationRow extends InvitationFacts {
  id: string
  orgId: string
  email: string
  role: Role
  projectRoles: GivenProjectRole[]
  tokenHash: string
  invitedById: string
  createdAt: Date
  mailedAt: Date | null
  mailError: string | null
}

/** Those of the last thirty days, newest first; what is open is never older. */
export async function listInvitationRows({ orgId }: Scope, db: Db, now: Date): Promise<InvitationRow[]> {
  const since = new Date(now.getTime() - KEPT_IN_LIST_MS)
  const rows = await db.invitation.findMany({
    where: { orgId, OR: [{ createdAt: { gt: since } }, { expiresAt: { gt: now } }] },
    orderBy: { createdAt: 'desc' },
    take: 500,
    select: columns,
  })
  return withInviters(db, rows)
}

export async function findInvitation({ orgId }: Scope, db: Db, id: string): Promise<InvitationRow> {
  const rows = await db.invitation.findMany({ where: { orgId, id }, select: columns })
  const [invitation] = await withInviters(db, rows)
  if (!invitation) throw new AppError('not_found', 'There is no such invitation in this organization.')
  return invitation
}

/** By what a link holds; the organization is not known before. */
export async function findByToken(db: Db, tokenHash: string): Promise<InvitationRow | undefined> {
  const rows = await db.invitation.findMany({ where: { tokenHash }, select: columns })
  const [invitation] = await withInviters(db, rows)
  return invitation
}

export interface NewInvitation {
  email: string
  role: Role
  projectRoles: GivenProjectRole[]
  tokenHash: string
  invitedById: string
  createdAt: Date
  expiresAt: Date
}

/** In place of open ones for the same address, which stop working. */
export async function insertInvitation({ orgId }: Scope, db: Db, invitation: NewInvitation): Promise<string> {
  const id = newId('invitation')
  await db.invitation.updateMany({
    where: { orgId, email: invitation.email, acceptedAt: null, revokedAt: null },
    data: { revokedAt: invitation.createdAt },
  })
  await db.invitation.createMany({ data: { id, orgId, ...invitation } })
  return id
}

/** Another token, from another member, for as long as a new one. False: it was used or revoked meanwhile. */
export async function renewInvitation(
  { orgId }: Scope,
  db: Db,
  id: string,
  renewed: { tokenHash: string; expiresAt: Date; invitedById: string },
): Promise<boolean> {
  const { count } = await db.invitation.updateMany({
    where: { orgId, id, acceptedAt: null, revokedAt: null },
    data: { ...renewed, mailedAt: null, mailError: null },
  })
  return count === 1
}

/** False: it was used or revoked meanwhile. */
export async function revokeInvitation({ orgId }: Scope, db: Db, id: string, now: Date): Promise<boolean> {
  const { count } = await db.invitation.updateMany({
    where: { orgId, id, acceptedAt: null, revokedAt: null },
    data: { revokedAt: now },
  })
  return count === 1
}

/** The one use of a link: of any number at the same time, one gets true. */
export async function claimInvitation(
  db: Db,
  { id, tokenHash }: { id: string; tokenHash: string },
  claim: { userId: string; now: Date },
): Promise<boolean> {
  const { count } = await db.invitation.updateMany({
    where: { id, tokenHash, acceptedAt: null, revokedAt: null, expiresAt: { gt: claim.now } },
    data: { acceptedAt: claim.now, acceptedById: claim.userId },
  })
  return count === 1
}

/** What became of the mail, unless the link in it is not the current one any more. */
export async function writeMailOutcome(
  { orgId }: Scope,
  db: Db,
  { id, tokenHash }: { id: string; tokenHash?: string },
  outcome: { mailedAt: Date | null; mailError: string | null },
): Promise<void> {
  await db.invitation.updateMany({ where: { orgId, id, ...(tokenHash && { tokenHash }) }, data: outcome })
}

/** Names of who invites, also of those who left since: what they did stays under their name. */
export async function inviterNames(rows: readonly InvitationRow[]): Promise<Map<string, string>> {
  const ids = [...new Set(rows.map((row) => row.invitedById))]
  const users = await systemDb().user.findMany({
    where: { id: { in: ids } },
    select: { id: true, name: true },
  })
  return new Map(users.map((user) => [user.id, user.name]))
}

/** Names of an organization's projects by id; the deleted ones are missing. */
export async function projectNames({ orgId }: Scope, db: Db): Promise<Map<string, string>> {
  const projects = await db.project.findMany({ where: { orgId }, select: { id: true, name: true } })
  return new Map(projects.map((project) => [project.id, project.name]))
}

interface Columns {
  orgId: string
  invitedById: string
  role: string
  projectRoles: unknown
}

async function withInviters<Row extends Columns>(db: Db, rows: Row[]) {
  const memberships = await db.membership.findMany({
    where: {
      orgId: { in: [...new Set(rows.map((row) => row.orgId))] },
      userId: { in: [...new Set(rows.map((row) => row.invitedById))] },
    },
    select: { orgId: true, userId: true, role: true },
  })
  return rows.map((row) => {
    const inviter = memberships.find(({ orgId, userId }) => orgId === row.orgId && userId === row.invitedById)
    const role = asRole(row.role)
    const projectRoles = givenProjectRolesSchema.parse(row.projectRoles)
    return {
      ...row,
      role,
      projectRoles,
      roles: [role, ...projectRoles.map((given) => given.role)],
      inviterRole: inviter ? asRole(inviter.role) : null,
    }
  })
}
