import { AppError } from '@/server/kernel/errors'
import type { InstanceScope, SignedInUser } from '@/server/operations'

/** Who calls an instance-wide operation. Its permission has refused visitors before; this tells the type. */
export function requireSignedIn(scope: InstanceScope): SignedInUser {
  if (scope.user) return scope.user
  throw new AppError('unauthenticated', 'You are signed out. Sign in and try again.')
}
