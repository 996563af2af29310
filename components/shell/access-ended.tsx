'use client'

import { MessagePage } from '@/components/layout/message-page'
import { Button } from '@/components/ui/button'
import { usePageTitle } from '@/components/ui/use-page-title'
import type { AccessLoss } from './project-context'

export interface AccessEndedProps {
  loss: AccessLoss
  organizationName: string
  projectName: string
}

/** Instead of a page whose every panel would be refused: what is gone, and the way on. */
export function AccessEnded({ loss, organizationName, projectName }: AccessEndedProps) {
  const title =
    loss === 'organization'
      ? `You are no longer a member of ${organizationName}`
      : `${projectName} is no longer open to you`
  usePageTitle('Access ended')
  return (
    <MessagePage
      title={title}
      text={
        loss === 'organization' ? (
          <p>
            Your membership ended, or the organization was deleted. What you started there stays; an owner or
            admin can invite you again.
          </p>
        ) : (
          <p>
            Your access to this project ended, or the project was deleted. An owner or admin of{' '}
            {organizationName} can give it back.
          </p>
        )
      }
      actions={
        // A whole new page: nothing that was read here should stay in this tab.
        <Button variant="primary" onClick={() => window.location.assign('/')}>
          Go to what you can open
        </Button>
      }
    />
  )
}
