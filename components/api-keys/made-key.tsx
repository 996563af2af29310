'use client'

import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { CodeBlock } from '@/components/ui/code-block'
import { CopyButton } from '@/components/ui/copy-button'
import { Dialog, DialogClose } from '@/components/ui/dialog'
import type { Made } from './new-key-dialog'

/** The one time a key is seen, with a first call to try it. */
export function MadeKey({ made, onClose }: { made: Made; onClose: () => void }) {
  const { name, key, mayReadRuns, projectId } = made
  const path = mayReadRuns ? `/projects/${projectId}/runs?limit=5` : '/whoami'
  const curl = `curl "${window.location.origin}/api/v1${path}" \\\n  -H "Authorization: Bearer ${key}"`
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={`Copy the key of ${name}`}
      footer={
        <DialogClose>
          <Button variant="primary">I have copied it</Button>
        </DialogClose>
      }
    >
      <div className="flex flex-col gap-4">
        <Alert tone="warning" title="This is the only time it is shown">
          Keep it where your program reads its secrets. If you lose it, make another key and revoke this one.
        </Alert>
        <div className="flex items-start gap-2 rounded-lg border bg-sunken py-2 pr-2 pl-3">
          <code className="min-w-0 flex-1 select-all self-center break-all text-fg text-sm">{key}</code>
          <CopyButton text={key} label="Copy the key" size="sm" />
        </div>
        <CodeBlock title="Try it" code={curl} />
      </div>
    </Dialog>
  )
}
