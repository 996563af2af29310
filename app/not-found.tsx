import type { Metadata } from 'next'
import Link from 'next/link'
import { MessagePage } from '@/components/layout/message-page'
import { Button } from '@/components/ui/button'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <MessagePage
      mark="404"
      title="There is nothing here"
      text="The address is wrong, the thing was removed, or it belongs to another organization."
      actions={
        <Button asChild variant="primary">
          <Link href="/">Go home</Link>
        </Button>
      }
    />
  )
}
