import { STEP_KINDS } from '@/server/language/contracts'
import { KINDS } from '../kinds'
import { expressionsPage } from './expressions-page'
import { kindPage } from './kind-page'
import { workflowPage } from './workflow-page'

/** Every generated page of `docs/reference`, by its path there. */
export function referencePages(): Map<string, string> {
  return new Map([
    ['workflow.md', workflowPage()],
    ['expressions.md', expressionsPage()],
    ...STEP_KINDS.map((name) => [`steps/${name}.md`, kindPage(KINDS[name])] as const),
  ])
}
