import { exportAudit } from './operations/export-audit'
import { getAuditEntry } from './operations/get-audit-entry'
import { listAudit } from './operations/list-audit'
import { listAuditFacets } from './operations/list-audit-facets'

export const audit = { list: listAudit, get: getAuditEntry, facets: listAuditFacets, export: exportAudit }
