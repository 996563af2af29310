/** Ids of rows that belong to another tenant. */
export interface ForeignIds {
  workflowId: string
  runId: string
  blobId: string
  approvalId: string
  auditEntryId: string
  apiKeyId: string
  userId: string
  memberProjectId: string
  invitationId: string
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
  'apiKeys.create': scope({ name: 'Foreign', permissions: ['runs.read'] }),
  'apiKeys.list': scope(),
  'apiKeys.revoke': row(({ apiKeyId }) => ({ apiKeyId })),
  'approvals.list': scope(),
  'approvals.count': scope(),
  'approvals.get': row(({ approvalId }) => ({ approvalId })),
  'approvals.decide': row(({ approvalId }) => ({ approvalId, verdict: 'approve' })),
  'audit.list': scope(),
  'audit.get': row(({ auditEntryId }) => ({ entryId: auditEntryId })),
  'audit.facets': scope(),
  'audit.export': scope(),
  'blobs.get': row(({ runId, blobId }) => ({ runId, blobId })),
  'blobs.download': row(({ runId, blobId }) => ({ runId, blobId })),
  'changes.watch': scope(),
  'events.emit': scope({ name: 'foreign/event' }),
  'events.list': scope(),
  'invitations.list': scope(),
  'invitations.create': scope({ email: 'foreign@example.com', role: 'viewer' }),
  'invitations.renew': row(({ invitationId }) => ({ invitationId })),
  'invitations.revoke': row(({ invitationId }) => ({ invitationId })),
  'invitations.check': scope({ token: 'none' }),
  'invitations.accept': scope({ token: 'none' }),
  'members.list': scope(),
  'members.setRole': row(({ userId }) => ({ userId, role: 'viewer' })),
  'members.setProjectRole': row(({ userId, memberProjectId }) => ({
    userId,
    memberProjectId,
    role: 'viewer',
  })),
  'members.remove': row(({ userId }) => ({ userId })),
  'organizations.create': scope({ name: 'Foreign' }),
  'organizations.get': scope(),
  'organizations.rename': scope({ name: 'Foreign' }),
  'organizations.leave': scope(),
  'organizations.transfer': row(({ userId }) => ({ userId })),
  'organizations.delete': scope({ confirmation: 'Another name' }),
  'organizations.restore': scope(),
  'profile.update': scope({ timeZone: 'Europe/Berlin' }),
  'profile.changePassword': scope({ currentPassword: 'wrong', newPassword: 'another long password' }),
  'projects.list': scope(),
  'projects.create': scope({ name: 'Foreign', hasStarters: false }),
  'projects.get': scope(),
  'projects.rename': scope({ name: 'Foreign' }),
  'projects.delete': scope({ confirmation: 'Another name' }),
  'projects.restore': scope(),
  'sessions.list': scope(),
  'sessions.revoke': scope({ sessionId: 'none' }),
  'sessions.revokeOthers': scope(),
  'metrics.series': scope(),
  'models.list': scope(),
  'providers.list': scope(),
  'providers.save': scope({ name: 'foreign', kind: 'anthropic' }),
  'providers.delete': row(({ provider }) => ({ name: provider })),
  'providers.test': row(({ provider }) => ({ name: provider })),
  'providers.stageKey': row(({ provider }) => ({ name: provider, key: 'sk-foreign' })),
  'providers.testNextKey': row(({ provider }) => ({ name: provider })),
  'providers.rotateKey': row(({ provider }) => ({ name: provider, proof: 'none' })),
  'overview.get': scope(),
  'retention.preview': scope(),
  'overview.runs': scope({ from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' }),
  'runs.list': scope(),
  'runs.start': row(({ workflowId }) => ({ workflow: workflowId, inputs: {} })),
  'runs.get': row(({ runId }) => ({ run: runId })),
  'runs.events': row(({ runId }) => ({ runId })),
  'runs.children': row(({ runId }) => ({ runId })),
  'runs.cancel': row(({ runId }) => ({ runId })),
  'runs.pause': row(({ runId }) => ({ runId })),
  'runs.continue': row(({ runId }) => ({ runId })),
  'runs.resume': row(({ runId }) => ({ runId })),
  'runs.replay': row(({ runId }) => ({ runId })),
  'runs.tryStep': row(({ runId }) => ({ runId, path: 'gate' })),
  'runs.rollBack': row(({ runId }) => ({ runId })),
  'runs.erasePayloads': row(({ runId }) => ({ runId })),
  'secrets.list': scope(),
  'secrets.set': scope({ name: 'FOREIGN', value: 'value' }),
  'secrets.delete': row(({ secret }) => ({ name: secret })),
  'settings.get': scope(),
  'settings.set': scope({ key: 'retention.runs', value: 30 }),
  'settings.reset': scope({ key: 'retention.runs' }),
  'settings.getOrganization': scope(),
  'settings.setOrganization': scope({ key: 'retention.runs', value: 30 }),
  'settings.resetOrganization': scope({ key: 'retention.runs' }),
  'usage.spend': scope(),
  'variables.list': scope(),
  'variables.set': scope({ name: 'foreign', value: 1 }),
  'variables.delete': row(({ secret }) => ({ name: secret })),
  'workflows.references': scope(),
  'workflows.list': scope(),
  'workflows.create': scope({ name: 'foreign-workflow', source: 'name: foreign-workflow' }),
  'workflows.get': row(({ workflowId }) => ({ workflow: workflowId })),
  'workflows.versions': row(({ workflowId }) => ({ workflow: workflowId })),
  'workflows.version': row(({ workflowId }) => ({ workflow: workflowId, number: 1 })),
  'workflows.saveDraft': row(({ workflowId }) => ({ workflowId, source: 'name: x', revision: 1 })),
  'workflows.publish': row(({ workflowId }) => ({ workflowId, source: 'name: x' })),
  'workflows.restore': row(({ workflowId }) => ({ workflow: workflowId, version: 1 })),
  'workflows.setLabel': row(({ workflowId }) => ({ workflow: workflowId, label: 'foreign', version: 1 })),
  'workflows.removeLabel': row(({ workflowId }) => ({ workflow: workflowId, label: 'foreign' })),
  'workflows.ofRun': row(({ runId }) => ({ runId })),
  'workflows.archive': row(({ workflowId }) => ({ workflowId, archived: true })),
}
