'use client'

import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { useTRPC } from '@/components/data/trpc'
import { type ClientError, readError } from '@/components/layout/client-error'
import { roleLabel } from '@/components/members/roles'
import { Refusal } from '@/components/shell/refusal'
import { Alert } from '@/components/ui/alert'
import { Avatar } from '@/components/ui/avatar'
import { Button } from '@/components/ui/button'
import { Combobox } from '@/components/ui/combobox'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import type { OrganizationDetail } from './organization-settings'
import { useOrganizationActions } from './use-organization-actions'

export interface TransferDialogProps {
  isOpen: boolean
  organization: OrganizationDetail
  onClose: () => void
}

/** Handing the organization to another member, whose choice and name are both meant. */
export function TransferDialog({ isOpen, ...props }: TransferDialogProps) {
  // Made anew each time it opens, so that nothing is left of the last time.
  return isOpen ? <OpenDialog {...props} /> : null
}

function OpenDialog({ organization, onClose }: Omit<TransferDialogProps, 'isOpen'>) {
  const trpc = useTRPC()
  const formId = useId()
  const { transfer } = useOrganizationActions(organization.id)
  const query = useQuery(trpc.members.list.queryOptions({ orgId: organization.id }))
  const others = query.data?.members.filter((member) => !member.isMe) ?? []
  const [userId, setUserId] = useState<string>()
  const [typed, setTyped] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<ClientError>()
  const chosen = others.find((member) => member.userId === userId)
  const isMeant = chosen !== undefined && typed.trim() === organization.name
  const isAlone = query.data !== undefined && others.length === 0

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (!chosen || !isMeant) return
    setBusy(true)
    setRefusal(undefined)
    try {
      await transfer(chosen.userId)
      toast.success(`${chosen.name} owns ${organization.name} now`, { description: 'You are an admin.' })
      onClose()
    } catch (error) {
      setRefusal(readError(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      size="sm"
      title={`Transfer ${organization.name}`}
      description="The chosen member becomes owner. You become admin and cannot take it back yourself."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="danger" disabled={!isMeant} isLoading={isBusy}>
            Transfer ownership
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-4">
        {refusal && (
          <Alert tone="danger">
            <Refusal error={refusal} />
          </Alert>
        )}
        {isAlone ? (
          <Alert tone="neutral" title="There is nobody else yet">
            Invite the new owner first; once they have joined you can hand the organization over.
          </Alert>
        ) : (
          <>
            <Field label="New owner">
              <Combobox
                placeholder="Choose a member"
                searchPlaceholder="Name or e-mail"
                emptyText="No member fits."
                value={userId}
                onValueChange={setUserId}
                options={others.map((member) => ({
                  value: member.userId,
                  label: member.name,
                  hint: `${member.email} · ${roleLabel(member.role)}`,
                  icon: <Avatar name={member.name} size="sm" />,
                }))}
              />
            </Field>
            <Field label={<TypeToGoOn text={organization.name} />}>
              <Input value={typed} autoComplete="off" onChange={(event) => setTyped(event.target.value)} />
            </Field>
          </>
        )}
      </form>
    </Dialog>
  )
}

function TypeToGoOn({ text }: { text: string }) {
  return (
    <span>
      Type <code className="rounded-sm bg-neutral-soft px-1 text-xs">{text}</code> to go on
    </span>
  )
}
