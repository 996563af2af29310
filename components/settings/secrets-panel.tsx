'use client'

import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import { useProject } from '@/components/data/project'
import { QueryView } from '@/components/layout/view-state'
import { Button } from '@/components/ui/button'
import { Section } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Empty } from '@/components/ui/empty'
import { SkeletonTable } from '@/components/ui/skeleton'
import { toast } from '@/components/ui/toast'
import { SecretDialog } from './secret-dialog'
import { SecretsTable } from './secrets-table'
import { useSecrets } from './use-secrets'

type Open = { what: 'add' } | { what: 'replace' | 'delete'; name: string }

/** Values that steps may use and nobody may read. */
export function SecretsPanel() {
  const { projectId, can } = useProject()
  const { query, remove } = useSecrets()
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  const mayManage = can('secrets.manage')
  const add = mayManage && (
    <Button variant="primary" icon={<Plus />} onClick={() => setOpen({ what: 'add' })}>
      Add secret
    </Button>
  )
  return (
    <Section
      title="Secrets"
      description="Stored encrypted. Steps use a value at the network edge; it is never shown again, not even here."
      actions={query.data && query.data.length > 0 ? add : undefined}
    >
      <QueryView
        query={query}
        permission="secrets.read"
        skeleton={<SkeletonTable rows={3} columns={3} />}
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
            mayManage={mayManage}
            onReplace={(name) => setOpen({ what: 'replace', name })}
            onDelete={(name) => setOpen({ what: 'delete', name })}
          />
        )}
      </QueryView>
      {open?.what === 'add' && (
        <SecretDialog taken={query.data?.map(({ name }) => name) ?? []} onClose={close} />
      )}
      {open?.what === 'replace' && <SecretDialog name={open.name} taken={[]} onClose={close} />}
      {open?.what === 'delete' && (
        <ConfirmDialog
          isOpen
          onOpenChange={close}
          title={`Delete ${open.name}?`}
          description="The value cannot be brought back. Steps and providers that use it fail from then on."
          confirmLabel="Delete secret"
          typedConfirmation={open.name}
          isDangerous
          onConfirm={async () => {
            await remove.mutateAsync({ projectId, name: open.name })
            toast.success(`Deleted ${open.name}`)
          }}
        />
      )}
    </Section>
  )
}
