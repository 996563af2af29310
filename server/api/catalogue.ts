import { apiKeys } from '@/server/features/api-keys'
import { approvals } from '@/server/features/approvals'
import { audit } from '@/server/features/audit'
import { blobs } from '@/server/features/blobs'
import { changes } from '@/server/features/changes'
import { events } from '@/server/features/events'
import { invitations } from '@/server/features/invitations'
import { members } from '@/server/features/members'
import { metrics } from '@/server/features/metrics'
import { models, providers } from '@/server/features/models'
import { onboarding } from '@/server/features/onboarding'
import { organizations } from '@/server/features/organizations'
import { overview } from '@/server/features/overview'
import { profile } from '@/server/features/profile'
import { projects } from '@/server/features/projects'
import { retention } from '@/server/features/retention'
import { runs } from '@/server/features/runs'
import { secrets } from '@/server/features/secrets'
import { sessions } from '@/server/features/sessions'
import { settings } from '@/server/features/settings'
import { usage } from '@/server/features/usage'
import { variables } from '@/server/features/variables'
import { workflows } from '@/server/features/workflows'

/** Every operation of the product. tRPC, REST, CLI and MCP are projections of it. */
export const catalogue = {
  apiKeys,
  approvals,
  audit,
  blobs,
  changes,
  events,
  invitations,
  members,
  metrics,
  models,
  onboarding,
  organizations,
  overview,
  profile,
  projects,
  providers,
  retention,
  runs,
  secrets,
  sessions,
  settings,
  usage,
  variables,
  workflows,
}
