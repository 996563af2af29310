import { z } from 'zod'
import { defineDownload, type OrgScope } from '@/server/operations'
import type { TenantDb } from '@/server/platform/db'
import { toCsvLine } from '../csv'
import { type AuditEntry, type AuditFilter, auditFilterSchema } from '../schema'
import { listAuditRows, presentEntry } from '../store'

const BATCH = 500

const COLUMNS = [
  'id',
  'at',
  'outcome',
  'action',
  'actorKind',
  'actorId',
  'actor',
  'apiKeyId',
  'projectId',
  'subject',
  'ip',
  'correlationId',
  'details',
  'before',
  'after',
] as const

export const exportAudit = defineDownload({
  name: 'audit.export',
  summary: 'The audit log, or what a filter leaves of it, as a CSV or JSON file, newest first.',
  within: 'org',
  permission: 'audit.read',
  route: 'GET /audit-export',
  input: auditFilterSchema.extend({ format: z.enum(['csv', 'json']).default('csv') }),
  contentType: ({ format }) => (format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json'),
  fileName: ({ format }, now) => `audit-${now.toISOString().slice(0, 10)}.${format}`,
  run: ({ scope, db }, { format, ...filter }) =>
    format === 'csv' ? asCsv(scope, db, filter) : asJson(scope, db, filter),
})

async function* asCsv(scope: OrgScope, db: TenantDb, filter: AuditFilter) {
  yield toCsvLine(COLUMNS)
  for await (const entries of batches(scope, db, filter))
    yield entries.map((entry) => toCsvLine(cellsOf(entry))).join('')
}

async function* asJson(scope: OrgScope, db: TenantDb, filter: AuditFilter) {
  let separator = '[\n'
  for await (const entries of batches(scope, db, filter)) {
    yield separator + entries.map((entry) => JSON.stringify(entry)).join(',\n')
    separator = ',\n'
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n'
}

async function* batches(
  scope: OrgScope,
  db: TenantDb,
  filter: AuditFilter,
): AsyncGenerator<Omit<AuditEntry, 'projectName'>[]> {
  let before: string | undefined
  for (;;) {
    const rows = await listAuditRows(scope, db, filter, { before, limit: BATCH })
    if (rows.length > 0)
      yield rows.map((row) => {
        const { projectName: _, ...entry } = presentEntry(row, { project: null, apiKey: null })
        return entry
      })
    if (rows.length < BATCH) return
    before = rows.at(-1)?.id
  }
}

function cellsOf(entry: Omit<AuditEntry, 'projectName'>): string[] {
  return COLUMNS.map((column) => {
    if (column === 'apiKeyId') return entry.apiKey?.id ?? ''
    const value = entry[column]
    return typeof value === 'object' && value !== null ? JSON.stringify(value) : (value ?? '')
  })
}
