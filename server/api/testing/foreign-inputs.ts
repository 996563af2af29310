/** Ids of rows that belong to another tenant. */
export interface ForeignIds {
  workflowId: string
  runId: string
  approvalId: string
  auditEntryId: string
  /** Names, which another tenant could use too. */
  secret: string
  provider: string
}

interface ForeignInput {
  /** `row`: the input names a row, which must not be found; `scope`: only the org or project. */
  names: 'row' | 'scope'
  input(ids: ForeignIds): Record<string, unknown>
}

const scope = (input: Record<string, unknown> = {}): ForeignInput => ({ names: 'scope', input: () => input })
const row = (input: (ids: ForeignIds) => Record<string, unknown>): ForeignInput => ({ names: 'row', input })

/** How each operation is called with another tenant's ids. An operation missing here fails the tests. */
export const foreignInputs: Record<string, ForeignInput | undefined> = {
  'approvals.list': scope(),
  'approvals.count': scope(),
  'approvals.get': row(({ approvalId }) => ({ approvalId })),
  'approvals.decide': row(({ approvalId }) => ({ approvalId, verdict: 'approve' })),
  'audit.list': scope(),
  'audit.get': row(({ auditEntryId }) => ({ entryId: auditEntryId })),
  'audit.facets': scope(),
  'audit.export': scope(),
  'changes.watch': scope(),
  'models.list': scope(),
  'providers.list': scope(),
  'providers.save': scope({ name: 'foreign', kind: 'anthropic' }),
  'providers.delete': row(({ provider }) => ({ name: provider })),
  'providers.test': row(({ provider }) => ({ name: provider })),
  'overview.get': scope(),
  'runs.list': scope(),
  'runs.start': row(({ workflowId }) => ({ workflow: workflowId, inputs: {} })),
  'runs.get': row(({ runId }) => ({ run: runId })),
  'runs.events': row(({ runId }) => ({ runId })),
  'runs.cancel': row(({ runId }) => ({ runId })),
  'runs.resume': row(({ runId }) => ({ runId })),
  'secrets.list': scope(),
  'secrets.set': scope({ name: 'FOREIGN', value: 'value' }),
  'secrets.delete': row(({ secret }) => ({ name: secret })),
  'usage.spend': scope(),
  'workflows.list': scope(),
  'workflows.create': scope({ name: 'foreign-workflow', source: 'name: foreign-workflow' }),
  'workflows.get': row(({ workflowId }) => ({ workflow: workflowId })),
  'workflows.versions': row(({ workflowId }) => ({ workflow: workflowId })),
  'workflows.version': row(({ workflowId }) => ({ workflow: workflowId, number: 1 })),
  'workflows.saveDraft': row(({ workflowId }) => ({ workflowId, source: 'name: x', revision: 1 })),
  'workflows.publish': row(({ workflowId }) => ({ workflowId, source: 'name: x' })),
  'workflows.archive': row(({ workflowId }) => ({ workflowId, archived: true })),
}
