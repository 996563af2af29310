'use client'

import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useProject } from '@/components/data/project'
import { QueryView } from '@/components/layout/view-state'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { lazyDialog } from '@/components/ui/lazy-dialog'
import { PageHeader } from '@/components/ui/page-header'
import { SkeletonTable } from '@/components/ui/skeleton'
import { toast } from '@/components/ui/toast'
import type { ProviderSummary } from '@/server/features/models/schema'
import type { ProviderDialogProps } from './provider-dialog'
import type { ProviderTestDialogProps } from './provider-test-dialog'
import { ProvidersTable } from './providers-table'
import type { RotateKeyDialogProps } from './rotate-key-dialog'
import { useProviders } from './use-providers'

const ProviderDialog = lazyDialog<ProviderDialogProps>(() =>
  import('./provider-dialog').then((module) => module.ProviderDialog),
)
const ProviderTestDialog = lazyDialog<ProviderTestDialogProps>(() =>
  import('./provider-test-dialog').then((module) => module.ProviderTestDialog),
)
const RotateKeyDialog = lazyDialog<RotateKeyDialogProps>(() =>
  import('./rotate-key-dialog').then((module) => module.RotateKeyDialog),
)

type Open = { what: 'edit' | 'test' | 'rotate' | 'delete'; provider: ProviderSummary } | { what: 'add' }

/** Who serves models to this project's agents, and whether they answer. */
export function ProvidersPanel() {
  const { projectId, can } = useProject()
  const { query, remove } = useProviders()
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  const mayManage = can('providers.manage')
  const taken = query.data?.map(({ name }) => name) ?? []
  return (
    <>
      <PageHeader
        title="Providers"
        documentTitle="Providers · Settings"
        description="Who serves models. An agent step names its model as provider/model. Keys are stored encrypted and never shown again."
        actions={
          mayManage && (
            <Button variant="primary" icon={<Plus />} onClick={() => setOpen({ what: 'add' })}>
              Add provider
            </Button>
          )
        }
      />
      <QueryView query={query} permission="providers.read" skeleton={<SkeletonTable rows={3} columns={4} />}>
        {(providers) => (
          <>
            <ProvidersTable
              providers={providers}
              mayManage={mayManage}
              onChoose={(what, provider) => setOpen({ what, provider })}
            />
            {providers.every((provider) => provider.isOffline) && <OnlyOffline />}
          </>
        )}
      </QueryView>
      {open?.what === 'add' && <ProviderDialog isOpen provider={undefined} onClose={close} taken={taken} />}
      {open?.what === 'edit' && <ProviderDialog isOpen provider={open.provider} onClose={close} taken={[]} />}
      {open?.what === 'test' && <ProviderTestDialog isOpen provider={open.provider} onClose={close} />}
      {open?.what === 'rotate' && <RotateKeyDialog isOpen provider={open.provider} onClose={close} />}
      {open?.what === 'delete' && (
        <ConfirmDialog
          isOpen
          onOpenChange={close}
          title={`Delete ${open.provider.name}?`}
          description="Its stored key goes with it. Agent steps that name it fail from then on."
          confirmLabel="Delete provider"
          isDangerous
          onConfirm={async () => {
            await remove.mutateAsync({ projectId, name: open.provider.name })
            toast.success(`Deleted ${open.provider.name}`)
          }}
        />
      )}
    </>
  )
}

function OnlyOffline() {
  return (
    <Alert tone="neutral" className="mt-3" title="Only the offline rules answer so far">
      They are enough to try the starters. For real models, add a vendor with its key, or a server of your own
      that speaks the OpenAI protocol.
    </Alert>
  )
}
