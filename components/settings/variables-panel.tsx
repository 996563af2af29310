'use client'

import { Braces, Plus } from 'lucide-react'
import { useState } from 'react'
import { useProject } from '@/components/data/project'
import { QueryView } from '@/components/layout/view-state'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Empty } from '@/components/ui/empty'
import { lazyDialog } from '@/components/ui/lazy-dialog'
import { PageHeader } from '@/components/ui/page-header'
import { SkeletonTable } from '@/components/ui/skeleton'
import { toast } from '@/components/ui/toast'
import type { Variable } from '@/server/features/variables/schema'
import { useReferences } from './use-references'
import { useVariables } from './use-variables'
import { UsageWarning } from './used-by'
import type { VariableDialogProps } from './variable-dialog'
import { VariablesTable } from './variables-table'

const VariableDialog = lazyDialog<VariableDialogProps>(() =>
  import('./variable-dialog').then((module) => module.VariableDialog),
)

/** Plain values that the workflows of the project share. */
export function VariablesPanel() {
  const { projectId, can } = useProject()
  const { query, remove } = useVariables()
  const usedBy = useReferences()
  // Each turn is a fresh dialog: what was typed and not saved is forgotten.
  const [edited, setEdited] = useState<{ variable?: Variable; isOpen: boolean; turn: number }>({
    isOpen: false,
    turn: 0,
  })
  const [doomed, setDoomed] = useState<string>()
  const mayManage = can('variables.manage')
  const edit = (variable?: Variable) =>
    setEdited({ ...(variable && { variable }), isOpen: true, turn: edited.turn + 1 })
  const add = mayManage && (
    <Button variant="primary" icon={<Plus />} onClick={() => edit()}>
      Add variable
    </Button>
  )
  return (
    <>
      <PageHeader
        title="Variables"
        documentTitle="Variables · Settings"
        description="Plain values that workflows read as vars.name. A workflow that declares a constant of the same name reads its own. A change holds for new runs."
        actions={query.data && query.data.length > 0 ? add : undefined}
      />
      <QueryView
        query={query}
        permission="variables.read"
        skeleton={<SkeletonTable rows={3} columns={4} />}
        empty={
          <Empty
            icon={<Braces />}
            title="No variables yet"
            text="Keep what differs between projects here, such as a region or a base URL, and write vars.name in a workflow. Passwords belong under Secrets."
            action={add}
          />
        }
      >
        {(variables) => (
          <VariablesTable
            variables={variables}
            usedBy={(name) => usedBy('variable', name)}
            mayManage={mayManage}
            onEdit={edit}
            onDelete={setDoomed}
          />
        )}
      </QueryView>
      <VariableDialog
        key={edited.turn}
        isOpen={edited.isOpen}
        variable={edited.variable}
        taken={query.data?.map(({ name }) => name) ?? []}
        onClose={() => setEdited({ ...edited, isOpen: false })}
      />
      {doomed !== undefined && (
        <ConfirmDialog
          isOpen
          onOpenChange={() => setDoomed(undefined)}
          title={`Delete ${doomed}?`}
          description="Runs that were started keep their value. New runs of workflows that read it are refused."
          confirmLabel="Delete variable"
          isDangerous
          onConfirm={async () => {
            await remove.mutateAsync({ projectId, name: doomed })
            toast.success(`Deleted ${doomed}`)
          }}
        >
          <UsageWarning workflows={usedBy('variable', doomed)} />
        </ConfirmDialog>
      )}
    </>
  )
}
