import { AuthLayout } from '@/components/layout/auth-layout'
import { OwnerLinkHelp } from './owner-link-help'

/** Nobody owns this instance yet: where to find the link that makes the first owner. */
export function Unclaimed() {
  return (
    <AuthLayout
      title="Almost there"
      description="Pawl is running and has no owner yet. The first one comes in through a one-time owner link."
    >
      <OwnerLinkHelp lead="The terminal in which Pawl was started shows the link. Open it here. If it is gone, print a new one:" />
    </AuthLayout>
  )
}
