import { listAudit } from './operations/list-audit'

export const audit = { list: listAudit }
