'use client'

import { Button } from '@/components/ui/button'
import { CodeBlock } from '@/components/ui/code-block'
import { CopyableId } from '@/components/ui/copyable-id'
import { Markdown } from '@/components/ui/markdown'
import { PropertyList } from '@/components/ui/property-list'
import type { Place } from './curl-example'
import type { Reference } from './reference'

export interface ReferenceIntroductionProps {
  reference: Reference
  place: Place
  onOpen: (operationId: string) => void
}

/** What is the same for every operation, and the ids that calls of this project need. */
export function ReferenceIntroduction({ reference, place, onOpen }: ReferenceIntroductionProps) {
  const first = `export PAWL_API_KEY=pawl_…\n\ncurl "${place.server}/projects/${place.projectId}/runs?limit=5" \\\n  -H "Authorization: Bearer $PAWL_API_KEY"`
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <PropertyList
        items={[
          { label: 'Address', value: <code className="break-all text-sm">{place.server}</code> },
          { label: 'This project', value: <CopyableId id={place.projectId} isFull /> },
          { label: 'Its organization', value: <CopyableId id={place.orgId} isFull /> },
        ]}
      />
      <CodeBlock title="A first call" code={first} isWrapped />
      <Markdown text={reference.about} />
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => onOpen('runs.start')}>Start a run</Button>
        <Button asChild variant="ghost">
          <a href="/api/v1/errors">All errors</a>
        </Button>
      </div>
    </div>
  )
}
