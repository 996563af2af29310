import { archiveWorkflow } from './operations/archive-workflow'
import { createWorkflow } from './operations/create-workflow'
import { getVersion } from './operations/get-version'
import { getWorkflow } from './operations/get-workflow'
import { listReferences } from './operations/list-references'
import { listVersions } from './operations/list-versions'
import { listWorkflows } from './operations/list-workflows'
import { publishWorkflow } from './operations/publish-workflow'
import { saveDraft } from './operations/save-draft'

export { addStarterWorkflows } from './starters'
export { findWorkflow, namesOf } from './store'

export const workflows = {
  list: listWorkflows,
  get: getWorkflow,
  create: createWorkflow,
  saveDraft,
  publish: publishWorkflow,
  versions: listVersions,
  version: getVersion,
  archive: archiveWorkflow,
  references: listReferences,
}
