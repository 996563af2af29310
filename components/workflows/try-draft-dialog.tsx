'use client'

import type { Problem } from '@/server/language/contracts'
import type { Outputs } from '../data/trpc'
import { InlineCode } from '../editor/inline-code'
import { Alert } from '../ui/alert'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { TryDraftForm } from './try-draft-form'
import { useDraftInputs } from './use-draft-inputs'

export interface TryDraftDialogProps {
  workflow: Outputs['workflows']['get']
  source: string
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
  /** The server found problems that the editor had not. */
  onRefused: (problems: Problem[]) => void
}

/** Runs the draft as it is now, with the inputs it asks for itself. Nothing is published. */
export function TryDraftDialog(props: TryDraftDialogProps) {
  const { workflow, source, isOpen, onOpenChange } = props
  const draft = useDraftInputs(source)
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={`Try the draft of ${workflow.title}`}
      description="The run uses the draft as it is now and is marked Draft. Nothing is published."
    >
      {draft.kind === 'ready' ? (
        <TryDraftForm
          key={draft.key}
          workflow={workflow}
          source={source}
          inputs={draft.inputs}
          onClose={() => onOpenChange(false)}
          onRefused={props.onRefused}
        />
      ) : (
        <div className="flex flex-col gap-4">
          <Alert
            tone="danger"
            title={draft.count === 1 ? 'One error is in the way' : `${draft.count} errors are in the way`}
          >
            Line {draft.first.line}: <InlineCode text={draft.first.message} /> Mend it in the editor, then try
            again.
          </Alert>
          <div className="flex justify-end">
            <Button onClick={() => onOpenChange(false)}>Close</Button>
          </div>
        </div>
      )}
    </Dialog>
  )
}
