'use client'

import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import { useProject } from '@/components/data/project'
import { QueryView } from '@/components/layout/view-state'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Empty } from '@/components/ui/empty'
import { lazyDialog } from '@/components/ui/lazy-dialog'
import { PageHeader } from '@/components/ui/page-header'
import { SkeletonTable } from '@/components/ui/skeleton'
import { toast } from '@/components/ui/toast'
import type { SecretDialogProps } from './secret-dialog'
import { SecretsTable } from './secrets-table'
import { useSecretUsage } from './use-secret-usage'
import { useSecrets } from './use-secrets'
import { UsageWarning } from './used-by'

const SecretDialog = lazyDialog<SecretDialogProps>(() =>
  import('./secret-dialog').then((module) => module.SecretDialog),
)

/** Values that steps may use and nobody may read. */
export function SecretsPanel() {
  const { projectId, can } = useProject()
  const { query, remove } = useSecrets()
  const usedBy = useSecretUsage()
  // Each turn is a fresh dialog: what was typed and not saved is forgotten.
  const [edited, setEdited] = useState<{ name?: string; isOpen: boolean; turn: number }>({
    isOpen: false,
    turn: 0,
  })
  const [doomed, setDoomed] = useState<string>()
  const mayManage = can('secrets.manage')
  const edit = (name?: string) =>
    setEdited({ ...(name !== undefined && { name }), isOpen: true, turn: edited.turn + 1 })
  const add = mayManage && (
    <Button variant="primary" icon={<Plus />} onClick={() => edit()}>
      Add secret
    </Button>
  )
  return (
    <>
      <PageHeader
        title="Secrets"
        documentTitle="Secrets · Settings"
        description="Stored encrypted. Steps use a value at the network edge; it is never shown again, and hidden wherever an answer, a log or an error repeats it."
        actions={query.data && query.data.length > 0 ? add : undefined}
      />
      <QueryView
        query={query}
        permission="secrets.read"
        skeleton={<SkeletonTable rows={3} columns={4} />}
        empty={
          <Empty
            icon={<KeyRound />}
            title="No secrets yet"
            text="Keep tokens and passwords here and write secrets.NAME in an http step. Keys of providers appear here too."
            action={add}
          />
        }
      >
        {(secrets) => (
          <SecretsTable
            secrets={secrets}
            usedBy={usedBy}
            mayManage={mayManage}
            onReplace={edit}
            onDelete={setDoomed}
          />
        )}
      </QueryView>
      <SecretDialog
        key={edited.turn}
        isOpen={edited.isOpen}
        name={edited.name}
        taken={query.data?.map(({ name }) => name) ?? []}
        onClose={() => setEdited({ ...edited, isOpen: false })}
      />
      {doomed !== undefined && (
        <ConfirmDialog
          isOpen
          onOpenChange={() => setDoomed(undefined)}
          title={`Delete ${doomed}?`}
          description="The value cannot be brought back. Steps and providers that use it fail from then on."
          confirmLabel="Delete secret"
          typedConfirmation={doomed}
          isDangerous
          onConfirm={async () => {
            await remove.mutateAsync({ projectId, name: doomed })
            toast.success(`Deleted ${doomed}`)
          }}
        >
          <UsageWarning {...usedBy(doomed)} />
        </ConfirmDialog>
      )}
    </>
  )
}
