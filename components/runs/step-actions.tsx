'use client'

import { useMutation } from '@tanstack/react-query'
import { FlaskConical, Repeat2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { mayReplay, mayTryStep } from '@/server/features/runs/rules'
import type { RunView, StepView } from '@/server/kernel/run-view'
import { useProject } from '../data/project'
import { useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { ReplayDialog } from './replay-dialog'
import { mayBeginAt } from './replay-rules'
import type { Run } from './run'
import { isTriable } from './try-rules'

export interface StepActionsProps {
  run: Run
  view: RunView
  step: StepView
}

/** What may be done from one step of a run: try it alone, or replay the run from here. */
export function StepActions({ run, view, step }: StepActionsProps) {
  const { can } = useProject()
  const [isReplaying, setReplaying] = useState(false)
  if (!can('runs.start')) return null
  const isErased = run.payloadsErasedAt !== null || run.eventsErasedAt !== null
  const mayTry = mayTryStep({ isErased, part: run.part }) && isTriable(step)
  const mayBegin = mayReplay({ status: view.status, isErased, part: run.part }) && mayBeginAt(step)
  if (!mayTry && !mayBegin) return null
  return (
    <div className="flex flex-wrap gap-2 border-t pt-4">
      {mayTry && <TryStep run={run} step={step} />}
      {mayBegin && (
        <Button size="sm" icon={<Repeat2 />} onClick={() => setReplaying(true)}>
          Replay from here
        </Button>
      )}
      <ReplayDialog run={run} view={view} isOpen={isReplaying} onOpenChange={setReplaying} from={step.path} />
    </div>
  )
}

function TryStep({ run, step }: { run: Run; step: StepView }) {
  const trpc = useTRPC()
  const router = useRouter()
  const { base, projectId } = useProject()
  const attempt = useMutation(trpc.runs.tryStep.mutationOptions())

  async function start() {
    const { number } = await attempt.mutateAsync({ projectId, runId: run.id, path: step.path })
    router.push(`${base}/runs/${number}`)
  }

  return (
    <ConfirmDialog
      trigger={
        <Button size="sm" icon={<FlaskConical />}>
          Try this step alone
        </Button>
      }
      title={`Try ${step.name ?? step.stepId} alone?`}
      description="A new run takes this one step, with what it saw here: the inputs and the outputs of the steps before it. What it does outside of Pawl, it does again."
      confirmLabel="Try step"
      cancelLabel="Not now"
      onConfirm={start}
    />
  )
}
