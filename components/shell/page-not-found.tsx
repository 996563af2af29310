'use client'

import { SearchX } from 'lucide-react'
import Link from 'next/link'
import { useProject } from '@/components/data/project'
import { PageMessage } from '@/components/layout/page-message'
import { Button } from '@/components/ui/button'
import { Keys } from '@/components/ui/kbd'
import { usePageTitle } from '@/components/ui/use-page-title'
import { usePalette } from './command-palette/palette-context'

/** An address inside a project that leads nowhere; the shell around it leads everywhere else. */
export function PageNotFound() {
  const { base, projectName } = useProject()
  const { setOpen } = usePalette()
  usePageTitle('Not found')
  return (
    <PageMessage
      mark="404"
      icon={<SearchX />}
      title="There is nothing here"
      text={
        <p>
          The address is wrong, the thing was removed, or it belongs to another project than {projectName}.
        </p>
      }
      actions={
        <>
          <Button variant="primary" onClick={() => setOpen(true)}>
            Search <Keys keys="mod+k" tone="tip" />
          </Button>
          <Button asChild>
            <Link href={base}>Go to the overview</Link>
          </Button>
        </>
      }
    />
  )
}
