'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useLive } from '@/components/data/live'
import { readError } from '@/components/layout/client-error'
import { signInAddress } from '@/components/sessions/same-path'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose } from '@/components/ui/dialog'

/** Says so when the server no longer knows this session, instead of a page full of failed panels. */
export function SessionEnded() {
  const [isOpen, setOpen] = useState(false)
  useOnSignedOut(() => setOpen(true))
  const { ended } = useLive()
  const [toldOf, setToldOf] = useState<typeof ended>()
  if (ended !== toldOf) {
    setToldOf(ended)
    if (ended === 'signed-out') setOpen(true)
  }
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={setOpen}
      size="sm"
      title="You are signed out"
      description="Your session ended or was signed out elsewhere. Sign in again to go on here."
      footer={
        <>
          <DialogClose>
            <Button>Stay on this page</Button>
          </DialogClose>
          <Button
            variant="primary"
            onClick={() => {
              const { pathname, search } = window.location
              window.location.assign(signInAddress(`${pathname}${search}`))
            }}
          >
            Sign in
          </Button>
        </>
      }
    >
      <p className="text-fg-muted text-sm">
        To keep what you typed, stay, copy it, or sign in from another tab and try again here.
      </p>
    </Dialog>
  )
}

function useOnSignedOut(onSignedOut: () => void) {
  const queryClient = useQueryClient()
  useEffect(() => {
    const look = (error: unknown) => {
      if (error && readError(error).code === 'unauthenticated') onSignedOut()
    }
    const stopQueries = queryClient.getQueryCache().subscribe((event) => {
      if (event.type === 'updated' && event.action.type === 'error') look(event.action.error)
    })
    const stopMutations = queryClient.getMutationCache().subscribe((event) => {
      if (event.type === 'updated' && event.action.type === 'error') look(event.action.error)
    })
    return () => {
      stopQueries()
      stopMutations()
    }
  })
}
