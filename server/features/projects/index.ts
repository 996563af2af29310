import { createProjectOperation } from './operations/create-project'
import { deleteProject } from './operations/delete-project'
import { getProject } from './operations/get-project'
import { listProjects } from './operations/list-projects'
import { renameProject } from './operations/rename-project'
import { restoreProject } from './operations/restore-project'

export { createProject } from './create-project'
export { claimProject, listDueProjects, purgeProject } from './purge-project'
export { deletionDueAt, requireConfirmation } from './rules'
export { toSlug } from './slug'

export const projects = {
  list: listProjects,
  get: getProject,
  create: createProjectOperation,
  rename: renameProject,
  delete: deleteProject,
  restore: restoreProject,
}
