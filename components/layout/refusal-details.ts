import { isPermission, rolesWith } from '@/server/kernel/permissions'

/** Who could change that something was refused. */
export interface RefusalDetails {
  permission: string | undefined
  /** Roles that include the permission, the most able first. */
  roles: readonly string[]
  /** Members who may give such a role. */
  granters: readonly { name: string; email: string }[]
}

/** Reads what the server says beside a refusal; the roles of a known permission need no server. */
export function refusalDetailsOf(
  details: Record<string, unknown> | undefined,
  known?: string,
): RefusalDetails {
  const permission = textOf(details?.permission) ?? known
  const told = listOf(details?.grantedTo).flatMap((role) => textOf(role) ?? [])
  const roles = told.length > 0 || !permission || !isPermission(permission) ? told : rolesWith(permission)
  return { permission, roles, granters: listOf(details?.granters).flatMap(granterOf) }
}

function granterOf(value: unknown): { name: string; email: string }[] {
  if (typeof value !== 'object' || value === null || !('email' in value) || !('name' in value)) return []
  const [name, email] = [textOf(value.name), textOf(value.email)]
  return email ? [{ name: name ?? email, email }] : []
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
