'use client'

import { useId } from 'react'
import { useOrganization } from '@/components/organizations/use-organization'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { INVITATION_LIFE_DAYS } from '@/server/features/invitations/rules'
import { InviteForm } from './invite-form'
import { InviteResults, ResultsFooter } from './invite-results'
import type { InviteResult } from './use-invite'
import { useInviteForm } from './use-invite-form'

export interface InviteDialogProps {
  isOpen: boolean
  onClose: () => void
}

/** Asks people to join: addresses and role first, then each one's link or what was wrong. */
export function InviteDialog({ isOpen, onClose }: InviteDialogProps) {
  // Made anew each time it opens, so that nothing is left of the last time.
  return isOpen ? <OpenDialog onClose={onClose} /> : null
}

function OpenDialog({ onClose }: Pick<InviteDialogProps, 'onClose'>) {
  const formId = useId()
  const { orgName } = useOrganization()
  const form = useInviteForm()
  const { results } = form
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={results ? titleOf(results) : `Invite people to ${orgName}`}
      description={
        results
          ? `Each link works once, for ${INVITATION_LIFE_DAYS} days. It is shown only here; you can make a new one at any time.`
          : 'Each gets a link of their own that works once.'
      }
      footer={
        results ? (
          <ResultsFooter results={results} onDone={onClose} onRetry={form.retry} />
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" form={formId} variant="primary" isLoading={form.progress !== undefined}>
              {form.count > 1 ? `Invite ${form.count} people` : 'Invite'}
            </Button>
          </>
        )
      }
    >
      {results ? <InviteResults results={results} /> : <InviteForm id={formId} form={form} />}
    </Dialog>
  )
}

function titleOf(results: readonly InviteResult[]): string {
  const invitedCount = results.filter((result) => result.kind === 'invited').length
  if (invitedCount === 0) return results.length === 1 ? 'Not invited' : 'Nobody was invited'
  const made = invitedCount === 1 ? '1 invitation is made' : `${invitedCount} invitations are made`
  return invitedCount === results.length ? made : `${made}, ${results.length - invitedCount} refused`
}
