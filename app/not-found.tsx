import type { Metadata } from 'next'
import { MessagePage } from '@/components/layout/message-page'
import { buttonStyle } from '@/components/ui/button-style'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <MessagePage
      mark="404"
      title="There is nothing here"
      text="The address is wrong, the thing was removed, or it belongs to another organization."
      actions={
        <a href="/" className={buttonStyle({ variant: 'primary' })}>
          Go home
        </a>
      }
    />
  )
}
