import { checkOwnerLink } from './operations/check-owner-link'
import { completeOnboarding } from './operations/complete-onboarding'

export { createOwnerLink, isOwned } from './owner-link'

export const onboarding = { check: checkOwnerLink, complete: completeOnboarding }
