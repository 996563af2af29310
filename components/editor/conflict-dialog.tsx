'use client'

import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { TextDiff } from '../ui/text-diff'

export interface ConflictDialogProps {
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
  mine: string
  theirs: string
  onChoose: (choice: 'mine' | 'theirs') => void
}

/** Two people changed one draft: shows both and lets one decide. */
export function ConflictDialog({ isOpen, onOpenChange, mine, theirs, onChoose }: ConflictDialogProps) {
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      size="xl"
      title="This draft was changed by somebody else"
      description="Red lines stand only in theirs, green lines only in yours. Until you choose, yours stays here, unsaved."
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Decide later</Button>
          <Button onClick={() => onChoose('theirs')}>Take theirs</Button>
          <Button variant="primary" onClick={() => onChoose('mine')}>
            Keep mine
          </Button>
        </>
      }
    >
      <TextDiff before={theirs} after={mine} label="Their draft against yours" />
    </Dialog>
  )
}
