'use client'

import Link from 'next/link'
import { useState } from 'react'
import { AuthLayout } from '@/components/layout/auth-layout'
import { type ClientError, readError } from '@/components/layout/client-error'
import { useProjectActions } from '@/components/projects/use-project-actions'
import { Refusal } from '@/components/shell/refusal'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Day } from '@/components/ui/timestamp'
import { usePageTitle } from '@/components/ui/use-page-title'
import { useOrganizationActions } from './use-organization-actions'

export interface DeletedPlaceProps {
  kind: 'organization' | 'project'
  id: string
  name: string
  deletionDueAt: string
  mayRestore: boolean
  /** Other places that the reader can open. */
  elsewhere: readonly { name: string; href: string }[]
}

/** What stands at the address of something deleted, until it is gone for good. */
export function DeletedPlace(props: DeletedPlaceProps) {
  const { kind, name, deletionDueAt, mayRestore } = props
  usePageTitle(`${name} is being deleted`)
  return (
    <AuthLayout
      title={`${name} is being deleted`}
      description={
        <>
          This {kind} goes for good on <Day at={deletionDueAt} />. Until then nothing in it runs, and nothing
          in it is lost.
        </>
      }
      footer={<Elsewhere places={props.elsewhere} />}
    >
      {mayRestore ? (
        <Restore {...props} />
      ) : (
        <p className="text-fg-muted text-sm">
          {kind === 'organization' ? 'An owner' : 'An owner or admin'} can restore it. If this surprises you,
          ask one of them now.
        </p>
      )}
    </AuthLayout>
  )
}

function Restore({ kind, id, name }: DeletedPlaceProps) {
  const organization = useOrganizationActions(id)
  const project = useProjectActions(id)
  const [isBusy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<ClientError>()

  async function restore() {
    setBusy(true)
    setRefusal(undefined)
    try {
      await (kind === 'organization' ? organization : project).restore()
    } catch (error) {
      setRefusal(readError(error))
      setBusy(false)
    }
  }

  return (
    <div className="flex flex-col gap-4">
      {refusal && (
        <Alert tone="danger" title="It was not restored">
          <Refusal error={refusal} />
        </Alert>
      )}
      <Button
        variant="primary"
        size="lg"
        className="w-full"
        isLoading={isBusy}
        onClick={() => void restore()}
      >
        Restore {name}
      </Button>
    </div>
  )
}

function Elsewhere({ places }: { places: DeletedPlaceProps['elsewhere'] }) {
  if (places.length === 0) return <Link href="/organizations/new">New organization</Link>
  return (
    <>
      Go to{' '}
      {places.slice(0, 4).map((place, index) => (
        <span key={place.href}>
          {index > 0 && ', '}
          <Link
            href={place.href}
            className="font-medium text-fg underline decoration-line-strong underline-offset-4 hover:decoration-current"
          >
            {place.name}
          </Link>
        </span>
      ))}
    </>
  )
}
