'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useProject } from '../data/project'
import { type Outputs, useTRPC, useTRPCClient } from '../data/trpc'
import { readError } from '../layout/client-error'
import { draftBackup } from './draft-backup'
import { DraftKeeper, type SaveResult, type ServerDraft } from './draft-keeper'

type Workflow = Outputs['workflows']['get']

const SAVE_AFTER_MS = 800
const RETRY_AFTER_MS = 5_000

/** The draft of a workflow, saved as one types; `onReplaced` when its text came from elsewhere. */
export function useDraft(workflow: Workflow, onReplaced: (text: string) => void) {
  const save = useSave(workflow)
  const [backup] = useState(() => draftBackup(workflow.id))
  const [keeper] = useState(
    () =>
      new DraftKeeper(draftOf(workflow), {
        save,
        backup,
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
    const saveNow = () => void keeper.flush()
    window.addEventListener('beforeunload', warn)
    window.addEventListener('online', saveNow)
    return () => {
      window.removeEventListener('beforeunload', warn)
      window.removeEventListener('online', saveNow)
      keeper.stop()
    }
  }, [keeper])

  useEffect(() => {
    const release = backup.hold()
    void backup.takeOrphan().then((kept) => {
      if (kept && keeper.adopt(kept)) onReplaced(kept.source)
    })
    return release
  }, [backup, keeper, onReplaced])

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
        known ? afterSave(known, draft.source, revision) : known,
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

/** As far as it is known before it is read again: a draft that was as published is so no longer. */
function afterSave(known: Workflow, source: string, draftRevision: number): Workflow {
  const hasUnpublishedChanges = known.hasUnpublishedChanges || source !== known.draftSource
  return { ...known, draftSource: source, draftRevision, hasUnpublishedChanges }
}

function draftOf({ draftSource, draftRevision }: Workflow): ServerDraft {
  return { source: draftSource, revision: draftRevision }
}

function serverDraftIn(details: Record<string, unknown> | undefined): ServerDraft | undefined {
  const { source, revision } = details ?? {}
  return typeof source === 'string' && typeof revision === 'number' ? { source, revision } : undefined
}
