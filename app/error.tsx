'use client'

import { PageError } from '@/components/shell/page-error'

export default function ErrorPage(props: Parameters<typeof PageError>[0]) {
  return (
    <main>
      <PageError {...props} />
    </main>
  )
}
