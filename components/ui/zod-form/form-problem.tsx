import { Alert } from '../alert'
import { CopyableId } from '../copyable-id'
import type { FormProblemValue } from './use-zod-form'

/** Why a form was refused, where no field of it can say. */
export function FormProblem({ problem }: { problem: FormProblemValue | undefined }) {
  if (!problem) return null
  const { error, messages } = problem
  const lines = messages.length > 0 ? messages : error ? [error.message] : []
  const title = error ? 'This could not be saved' : 'Check what you wrote'
  return (
    <Alert tone="danger" title={title}>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {error?.code === 'bug' && error.correlationId && <CopyableId id={error.correlationId} isFull />}
    </Alert>
  )
}
