'use client'

import { lastOf, PLACES, type StepView } from '@/server/kernel/run-view'
import { Badge } from '../ui/badge'
import { ConfirmDialog } from '../ui/confirm-dialog'

export interface RollBackDialogProps {
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
  number: number
  /** Finished steps whose undo has not run yet, in the order in which they are undone. */
  paths: readonly string[]
  steps: ReadonlyMap<string, StepView> | undefined
  /** An earlier rollback stopped before its end. */
  isRetry: boolean
  onRollBack: () => Promise<unknown>
}

/** Shows what a rollback takes back, in its order, and asks before it begins. */
export function RollBackDialog(props: RollBackDialogProps) {
  const { paths, steps, isRetry, number } = props
  const isOne = paths.length === 1
  const count = isOne ? 'One finished step' : `${paths.length} finished steps`
  return (
    <ConfirmDialog
      isOpen={props.isOpen}
      onOpenChange={props.onOpenChange}
      title={isRetry ? 'Try the rollback again?' : 'Roll this run back?'}
      description={
        isRetry
          ? `${count} ${isOne ? 'is' : 'are'} left to undo, in this order. What is undone already stays undone.`
          : `${count} ${isOne ? 'names an undo' : 'name an undo. They run in this order, the step that finished last first'}. What an undo does outside of Pawl cannot be taken back.`
      }
      confirmLabel={isRetry ? 'Retry rollback' : 'Roll back'}
      cancelLabel="Leave it as it is"
      typedConfirmation={`#${number}`}
      isDangerous
      onConfirm={props.onRollBack}
    >
      <ol
        aria-label="What will be undone"
        className="m-0 max-h-56 list-none divide-y overflow-y-auto rounded-lg border p-0"
      >
        {paths.map((path, index) => (
          <li key={path} className="flex items-center gap-2.5 px-3 py-2 text-sm">
            <span className="tabular w-6 shrink-0 text-right text-fg-subtle text-xs">{index + 1}</span>
            <Undone path={path} name={steps?.get(path)?.name ?? lastOf(path)} />
            {steps?.get(`${path}.${PLACES.undo}`)?.status === 'failed' && (
              <Badge tone="danger">Failed before</Badge>
            )}
          </li>
        ))}
      </ol>
    </ConfirmDialog>
  )
}

function Undone({ path, name }: { path: string; name: string }) {
  return (
    <span className="min-w-0 flex-1">
      <span className="block truncate">{name}</span>
      {path !== name && <code className="block truncate text-fg-subtle text-xs">{path}</code>}
    </span>
  )
}
