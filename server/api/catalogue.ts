import { approvals } from '@/server/features/approvals'
import { audit } from '@/server/features/audit'
import { changes } from '@/server/features/changes'
import { models, providers } from '@/server/features/models'
import { onboarding } from '@/server/features/onboarding'
import { overview } from '@/server/features/overview'
import { runs } from '@/server/features/runs'
import { secrets } from '@/server/features/secrets'
import { sessions } from '@/server/features/sessions'
import { usage } from '@/server/features/usage'
import { workflows } from '@/server/features/workflows'

/** Every operation of the product. tRPC, REST, CLI and MCP are projections of it. */
export const catalogue = {
  approvals,
  audit,
  changes,
  models,
  onboarding,
  overview,
  providers,
  runs,
  secrets,
  sessions,
  usage,
  workflows,
}
