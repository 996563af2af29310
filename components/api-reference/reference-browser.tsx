'use client'

import { useMemo } from 'react'
import { useProject } from '@/components/data/project'
import { Combobox } from '@/components/ui/combobox'
import { OperationView } from './operation-view'
import { type Reference, searchReference } from './reference'
import { ReferenceIntroduction } from './reference-introduction'
import { ReferenceNavigation } from './reference-navigation'

export interface ReferenceBrowserProps {
  reference: Reference
  /** Null: the introduction. */
  operationId: string | null
  search: string
  onSearch: (search: string) => void
  onOpen: (operationId: string | undefined) => void
}

export function ReferenceBrowser(props: ReferenceBrowserProps) {
  const { reference, operationId, search, onSearch, onOpen } = props
  const { orgId, projectId } = useProject()
  const operations = useMemo(() => reference.groups.flatMap((group) => group.operations), [reference])
  const operation = operations.find(({ id }) => id === operationId)
  const place = { server: reference.server, orgId, projectId }
  return (
    <div className="grid gap-x-10 gap-y-5 md:grid-cols-[15rem_minmax(0,1fr)]">
      <div className="md:hidden">
        <Combobox
          aria-label="Operation"
          placeholder="Find an operation…"
          options={operations.map(({ id, summary }) => ({ value: id, label: id, hint: summary }))}
          value={operation?.id}
          onValueChange={onOpen}
        />
      </div>
      <ReferenceNavigation
        groups={searchReference(reference.groups, search)}
        current={operation?.id}
        search={search}
        onSearch={onSearch}
        onOpen={onOpen}
      />
      <div className="min-w-0">
        {operation ? (
          <OperationView key={operation.id} operation={operation} schemas={reference.schemas} place={place} />
        ) : (
          <ReferenceIntroduction reference={reference} place={place} onOpen={onOpen} />
        )}
      </div>
    </div>
  )
}
