import { archiveWorkflow } from './operations/archive-workflow'
import { createWorkflow } from './operations/create-workflow'
import { getRunSource } from './operations/get-run-source'
import { getVersion } from './operations/get-version'
import { getWorkflow } from './operations/get-workflow'
import { listReferences } from './operations/list-references'
import { listVersions } from './operations/list-versions'
import { listWorkflows } from './operations/list-workflows'
import { publishWorkflow } from './operations/publish-workflow'
import { removeLabel } from './operations/remove-label'
import { restoreVersion } from './operations/restore-version'
import { saveDraft } from './operations/save-draft'
import { setLabel } from './operations/set-label'

export { resolveVersion } from './labels'
export { sourceSchema } from './schema'
export { addStarterWorkflows } from './starters'
export { findWorkflow, namesOf } from './store'
export { keepTriedDraft, type TriedDraft } from './tried-draft'

export const workflows = {
  list: listWorkflows,
  get: getWorkflow,
  create: createWorkflow,
  saveDraft,
  publish: publishWorkflow,
  restore: restoreVersion,
  versions: listVersions,
  version: getVersion,
  ofRun: getRunSource,
  setLabel,
  removeLabel,
  archive: archiveWorkflow,
  references: listReferences,
}
