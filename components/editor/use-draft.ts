'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useProject } from '../data/project'
import { type Outputs, useTRPC, useTRPCClient } from '../data/trpc'
import { readError } from '../layout/client-error'
import { DraftKeeper, type DraftPorts, type SaveResult, type ServerDraft } from './draft-keeper'

type Workflow = Outputs['workflows']['get']

const SAVE_AFTER_MS = 800
const RETRY_AFTER_MS = 5_000

/** The draft of a workflow, saved as one types; `onReplaced` when its text came from elsewhere. */
export function useDraft(workflow: Workflow, onReplaced: (text: string) => void) {
  const save = useSave(workflow)
  const [keeper] = useState(
    () =>
      new DraftKeeper(draftOf(workflow), {
        save,
        backup: browserBackup(workflow.id),
        delayMs: SAVE_AFTER_MS,
        retryMs: RETRY_AFTER_MS,
      }),
  )
  const state = useSyncExternalStore(keeper.subscribe, keeper.read, keeper.read)
  const { draftRevision, draftSource } = workflow

  useEffect(() => {
    const server = { source: draftSource, revision: draftRevision }
    if (keeper.receive(server) === 'taken') onReplaced(draftSource)
  }, [keeper, draftSource, draftRevision, onReplaced])

  useEffect(() => {
    keeper.start()
    const warn = (event: BeforeUnloadEvent) => {
      if (keeper.isDirty) event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    return () => {
      window.removeEventListener('beforeunload', warn)
      keeper.stop()
    }
  }, [keeper])

  return {
    state,
    type: (text: string) => keeper.type(text),
    flush: () => keeper.flush(),
    resolve: (choice: 'mine' | 'theirs') => {
      keeper.resolve(choice)
      if (choice === 'theirs') onReplaced(keeper.read().text)
    },
  }
}

export type Draft = ReturnType<typeof useDraft>

function useSave(workflow: Workflow): (draft: ServerDraft) => Promise<SaveResult> {
  const client = useTRPCClient()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { projectId } = useProject()
  const { id: workflowId, name } = workflow
  return async (draft) => {
    try {
      const { revision } = await client.workflows.saveDraft.mutate({ projectId, workflowId, ...draft })
      const { queryKey } = trpc.workflows.get.queryOptions({ projectId, workflow: name })
      queryClient.setQueryData(queryKey, (known) =>
        known ? { ...known, draftSource: draft.source, draftRevision: revision } : known,
      )
      void queryClient.invalidateQueries({ queryKey })
      return { kind: 'saved', revision }
    } catch (error) {
      const { code, message, details } = readError(error)
      const theirs = code === 'conflict' ? serverDraftIn(details) : undefined
      return theirs ? { kind: 'conflict', theirs } : { kind: 'failed', problem: message }
    }
  }
}

function draftOf({ draftSource, draftRevision }: Workflow): ServerDraft {
  return { source: draftSource, revision: draftRevision }
}

function serverDraftIn(details: Record<string, unknown> | undefined): ServerDraft | undefined {
  const { source, revision } = details ?? {}
  return typeof source === 'string' && typeof revision === 'number' ? { source, revision } : undefined
}

function browserBackup(workflowId: string): DraftPorts['backup'] {
  const key = `pawl.draft.${workflowId}`
  return {
    read: () => {
      try {
        return serverDraftIn(JSON.parse(localStorage.getItem(key) ?? 'null') ?? undefined)
      } catch {
        return undefined // A broken backup is no backup.
      }
    },
    write: (draft) => {
      try {
        localStorage.setItem(key, JSON.stringify(draft))
      } catch {
        // The storage is full or forbidden; saving on the server goes on.
      }
    },
    clear: () => localStorage.removeItem(key),
  }
}
