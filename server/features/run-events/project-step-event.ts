import type { CommitItem } from '@/server/language/contracts'
import type { OpenWait, Projection, StepPatch } from './projection'

/** What an event of a step changes; `nth` is its place in the batch, counted from 1. */
export function projectStepEvent(projection: Projection, item: CommitItem, nth: number): void {
  switch (item.type) {
    case 'step.queued':
    case 'step.started':
      begin(projection, item)
      return
    case 'step.kept':
      keep(projection, item, nth)
      return
    case 'step.waiting':
      step(projection, item.path).status = 'waiting'
      projection.openWaits.set(item.path, openWait(item))
      return
    case 'step.attemptFailed':
      step(projection, item.path).addFailures += 1
      return
    case 'step.woken':
      closeWait(projection, item.path)
      return
    case 'step.caught':
      Object.assign(step(projection, item.path), { status: 'running', error: item.error, caught: true })
      return
    case 'step.expanded':
      step(projection, item.path).generated = item.steps
      return
    case 'approval.decided':
      if (item.outcome === 'expired') projection.expiredApprovals.push(item.approvalId)
      return
    default:
      endStep(projection, item, nth)
  }
}

function endStep(projection: Projection, item: CommitItem, nth: number): void {
  switch (item.type) {
    case 'step.succeeded': {
      const { path, output } = item
      const patch = settle(projection, path, { status: 'succeeded', output, endedNth: nth })
      if (item.isCached) patch.cached = true
      if ('cache' in item) projection.cached.push({ path, output, ...item.cache })
      return
    }
    case 'step.failed': {
      const { path, error, continued, output } = item
      const given = output === undefined ? {} : { output }
      const patch = settle(projection, path, { status: 'failed', error, continued, ...given, endedNth: nth })
      patch.addFailures += 1
      return
    }
    case 'step.skipped': {
      const { path, stepId, kind } = item
      const known = { stepId, kind, isNew: true, starts: true } as const
      settle(projection, path, { ...known, status: 'skipped', endedNth: nth })
      return
    }
    case 'step.rolledBack':
      settle(projection, item.path, { status: 'rolled_back', endedNth: nth })
      return
    case 'step.cancelled':
      settle(projection, item.path, { status: 'cancelled', endedNth: nth })
      closeWait(projection, item.path)
      projection.mootApprovals.push(item.path)
      return
    default:
  }
}

function begin(
  projection: Projection,
  item: Extract<CommitItem, { type: 'step.queued' | 'step.started' }>,
): void {
  const { path, stepId, kind, name } = item
  const patch = step(projection, path)
  Object.assign(patch, { stepId, kind, name, isNew: true })
  if (item.type === 'step.queued') Object.assign(patch, { status: 'waiting', attempt: 0 })
  else {
    const { attempt, callDigest } = item
    Object.assign(patch, { status: 'running', attempt, starts: true, ...(callDigest && { callDigest }) })
  }
  projection.run.status ??= 'running'
}

function keep(projection: Projection, item: Extract<CommitItem, { type: 'step.kept' }>, nth: number): void {
  const { type: _, path, ...row } = item
  Object.assign(step(projection, path), { ...row, isNew: true, starts: true, ends: true, endedNth: nth })
}

function settle(projection: Projection, path: string, fields: Partial<StepPatch>): StepPatch {
  projection.settled.push(path)
  return Object.assign(step(projection, path), fields, { ends: true })
}

function closeWait(projection: Projection, path: string): void {
  projection.openWaits.delete(path)
  projection.closedWaits.add(path)
}

function openWait(item: Extract<CommitItem, { type: 'step.waiting' }>): OpenWait {
  const { approvalId: _, ...wait } = item.wait
  return { path: item.path, ...wait, ...('approval' in item && { approval: item.approval }) }
}

function step(projection: Projection, path: string): StepPatch {
  const known = projection.steps.get(path)
  if (known) return known
  const patch: StepPatch = { addFailures: 0 }
  projection.steps.set(path, patch)
  return patch
}
