'use client'

import { CircleAlert, CircleCheck, CloudOff, Pencil } from 'lucide-react'
import { Spinner } from '../ui/spinner'
import type { DraftState } from './draft-keeper'

/** Whether what is in the editor is on the server. */
export function DraftStatus({ state, onResolve }: { state: DraftState; onResolve: () => void }) {
  return (
    <output className="flex h-8 items-center gap-1.5 whitespace-nowrap text-fg-muted text-xs [&_svg]:size-3.5">
      {state.status === 'saved' && (
        <>
          <CircleCheck aria-hidden="true" className="text-success" /> Saved
        </>
      )}
      {state.status === 'saving' && (
        <>
          <Spinner /> Saving…
        </>
      )}
      {state.status === 'unsaved' && (
        <>
          <Pencil aria-hidden="true" /> Unsaved
        </>
      )}
      {state.status === 'failed' && (
        <span className="flex items-center gap-1.5 text-danger-text" title={state.problem}>
          <CloudOff aria-hidden="true" /> Not saved, trying again
        </span>
      )}
      {state.status === 'conflict' && (
        <button
          type="button"
          onClick={onResolve}
          className="flex items-center gap-1.5 rounded-sm text-warning-text underline underline-offset-2"
        >
          <CircleAlert aria-hidden="true" /> Changed by somebody else
        </button>
      )}
    </output>
  )
}
