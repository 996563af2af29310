'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useProject } from '../data/project'
import { useTRPCClient } from '../data/trpc'
import { readError } from '../layout/client-error'
import { Alert } from '../ui/alert'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { TextDiff } from '../ui/text-diff'
import { toast } from '../ui/toast'
import { copyNames, renamedCopy } from './copy-names'

export interface ConflictDialogProps {
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
  /** The name of the workflow. */
  workflow: string
  mine: string
  theirs: string
  onChoose: (choice: 'mine' | 'theirs') => void
}

/** Two people changed one draft: shows both and lets one decide; with a copy, neither text is lost. */
export function ConflictDialog(props: ConflictDialogProps) {
  const { isOpen, onOpenChange, workflow, mine, theirs, onChoose } = props
  const copying = useCopy(workflow, mine, () => onChoose('theirs'))
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
          <Button onClick={copying.copy} isLoading={copying.isCopying}>
            Save mine as a copy
          </Button>
          <Button onClick={() => onChoose('theirs')}>Take theirs</Button>
          <Button variant="primary" onClick={() => onChoose('mine')}>
            Keep mine
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {copying.error && <Alert tone="danger">{readError(copying.error).message}</Alert>}
        <TextDiff before={theirs} after={mine} label="Their draft against yours" />
      </div>
    </Dialog>
  )
}

/** Makes a workflow of its own from my text, under the first free name; this draft becomes theirs. */
function useCopy(workflow: string, mine: string, onCopied: () => void) {
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const router = useRouter()
  const { base, projectId } = useProject()
  const copy = useMutation({
    mutationFn: async () => {
      const taken = await client.workflows.list.query({ projectId })
      for (const name of copyNames(workflow, new Set(taken.map((one) => one.name)))) {
        try {
          return await client.workflows.create.mutate({ projectId, name, source: renamedCopy(mine, name) })
        } catch (error) {
          // Somebody, or an archived workflow, has that name.
          if (readError(error).code !== 'conflict') throw error
        }
      }
      throw new Error('No name was free for the copy.')
    },
    onSuccess: async ({ name }) => {
      await queryClient.invalidateQueries({ queryKey: [['workflows']] })
      onCopied()
      toast.success(`Your text is saved as ${name}`, {
        duration: 10_000,
        action: { label: 'Open', onClick: () => router.push(`${base}/workflows/${name}`) },
      })
    },
  })
  return { copy: () => copy.mutate(), isCopying: copy.isPending, error: copy.error }
}
