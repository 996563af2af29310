import { AppError } from '@/server/kernel/errors'

/** A deleted organization or project can be restored for this long. */
export const DELETION_GRACE_DAYS = 7

/** What is deleted now goes for good then. */
export function deletionDueAt(now: Date): Date {
  return new Date(now.getTime() + DELETION_GRACE_DAYS * 86_400_000)
}

/** Deleting asks for the name, so that nobody deletes the wrong one. */
export function requireConfirmation(
  noun: 'organization' | 'project',
  name: string,
  confirmation: string,
): void {
  if (confirmation.trim() === name.trim()) return
  const message = `Type the name of the ${noun} to delete it.`
  throw new AppError('invalid_input', message, { details: { issues: [{ path: 'confirmation', message }] } })
}
