'use client'

import { KeyRound, Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useState } from 'react'
import { useProject } from '@/components/data/project'
import { useQueryParams } from '@/components/data/use-query-params'
import { useBreadcrumbs } from '@/components/layout/breadcrumbs'
import { QueryView } from '@/components/layout/view-state'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Empty } from '@/components/ui/empty'
import { PageHeader } from '@/components/ui/page-header'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { SkeletonTable } from '@/components/ui/skeleton'
import { toast } from '@/components/ui/toast'
import type { ApiKeySummary } from '@/server/features/api-keys/schema'
import { ApiKeysTable } from './api-keys-table'
import { useApiKeys } from './use-api-keys'

const NewKeyDialog = dynamic(() => import('./new-key-dialog').then((module) => module.NewKeyDialog), {
  ssr: false,
})

/** Keys with which programs act for the reader; for whoever manages members, everybody's. */
export function ApiKeys() {
  useBreadcrumbs([{ label: 'Account' }, { label: 'API keys' }])
  const { base, orgId, orgName } = useProject()
  const { query, revoke } = useApiKeys()
  const { params, change } = useQueryParams()
  const [isMaking, setMaking] = useState(false)
  const [ending, setEnding] = useState<ApiKeySummary>()
  const isEnded = params.get('show') === 'ended'
  const make = (
    <Button variant="primary" icon={<Plus />} onClick={() => setMaking(true)}>
      New API key
    </Button>
  )
  return (
    <>
      <PageHeader
        title="API keys"
        description={`Programs act with them in ${orgName}: with your permissions, narrowed to what you choose.`}
        actions={
          <>
            <Button asChild variant="ghost">
              <Link href={`${base}/api-reference`}>API reference</Link>
            </Button>
            {make}
          </>
        }
      />
      <QueryView
        query={query}
        skeleton={<SkeletonTable rows={3} columns={5} />}
        empty={
          <Empty
            icon={<KeyRound />}
            title="No API keys yet"
            text="Make one for each program that starts runs or reads results. Its secret is shown once."
            action={make}
          />
        }
      >
        {(keys) => (
          <Keys
            keys={keys}
            isEnded={isEnded}
            onShow={(value) => change({ show: value === 'ended' ? value : undefined })}
            onRevoke={setEnding}
          />
        )}
      </QueryView>
      {isMaking && <NewKeyDialog onClose={() => setMaking(false)} />}
      {ending && (
        <ConfirmDialog
          isOpen
          onOpenChange={() => setEnding(undefined)}
          title={`Revoke ${ending.name}?`}
          description={`Programs that use it are refused from the next call on. ${ending.isMine ? 'It' : `It belongs to ${ending.user.name} and`} cannot be brought back.`}
          confirmLabel="Revoke key"
          isDangerous
          onConfirm={async () => {
            await revoke.mutateAsync({ orgId, apiKeyId: ending.id })
            toast.success(`Revoked ${ending.name}`)
          }}
        />
      )}
    </>
  )
}

interface KeysProps {
  keys: readonly ApiKeySummary[]
  isEnded: boolean
  onShow: (value: string) => void
  onRevoke: (key: ApiKeySummary) => void
}

function Keys({ keys, isEnded, onShow, onRevoke }: KeysProps) {
  const live = keys.filter(({ state }) => state === 'active')
  const ended = keys.filter(({ state }) => state !== 'active')
  const shown = isEnded ? ended : live
  return (
    <div className="flex flex-col gap-3">
      {(ended.length > 0 || isEnded) && (
        <SegmentedControl
          label="Which keys"
          size="sm"
          value={isEnded ? 'ended' : 'active'}
          onValueChange={onShow}
          options={[
            { value: 'active', label: 'Active', count: live.length },
            { value: 'ended', label: 'Revoked or expired', count: ended.length },
          ]}
        />
      )}
      {shown.length === 0 ? (
        <Empty
          size="sm"
          title={isEnded ? 'No key has ended' : 'No active key'}
          text={isEnded ? 'Revoked and expired keys appear here.' : 'All keys were revoked or have expired.'}
        />
      ) : (
        <ApiKeysTable keys={shown} onRevoke={onRevoke} />
      )}
    </div>
  )
}
