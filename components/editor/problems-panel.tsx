'use client'

import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react'
import type { Problem } from '@/server/language/contracts'
import { cn } from '../ui/cn'
import { Keys } from '../ui/kbd'
import { InlineCode } from './inline-code'

export interface ProblemsPanelProps {
  problems: readonly Problem[]
  /** The document was changed and is being checked. */
  isChecking: boolean
  onJump: (problem: Problem) => void
}

/** Everything wrong with the document, in the order of its lines. */
export function ProblemsPanel({ problems, isChecking, onJump }: ProblemsPanelProps) {
  const errors = problems.filter((problem) => problem.severity === 'error').length
  const warnings = problems.length - errors
  return (
    <section aria-label="Problems" className="flex min-h-0 shrink-0 flex-col border-t bg-surface">
      <header className="flex h-9 shrink-0 items-center gap-3 px-4 text-xs">
        <h2 className="font-medium text-fg">Problems</h2>
        <output className={cn('flex items-center gap-3 text-fg-muted', isChecking && 'opacity-60')}>
          {problems.length === 0 ? (
            <span className="flex items-center gap-1.5">
              <CircleCheck aria-hidden="true" className="size-3.5 text-success" /> None
            </span>
          ) : (
            <>
              {errors > 0 && <Count kind="error" count={errors} />}
              {warnings > 0 && <Count kind="warning" count={warnings} />}
            </>
          )}
        </output>
        {problems.length > 0 && (
          <span className="ml-auto flex items-center gap-1.5 text-fg-subtle max-md:hidden">
            Next <Keys keys="F8" />
          </span>
        )}
      </header>
      {problems.length > 0 && (
        <ul className="m-0 max-h-44 list-none overflow-y-auto border-t p-1">
          {problems.map((problem) => (
            <li key={`${problem.line}:${problem.column}:${problem.code}:${problem.message}`}>
              <ProblemRow problem={problem} onJump={() => onJump(problem)} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Count({ kind, count }: { kind: Problem['severity']; count: number }) {
  return (
    <span className="tabular flex items-center gap-1.5">
      <SeverityIcon severity={kind} />
      {count} {count === 1 ? kind : `${kind}s`}
    </span>
  )
}

function ProblemRow({ problem, onJump }: { problem: Problem; onJump: () => void }) {
  return (
    <button
      type="button"
      onClick={onJump}
      className="flex w-full items-start gap-2.5 rounded-md px-3 py-1.5 text-left text-sm hover:bg-hover focus-visible:-outline-offset-2"
    >
      <SeverityIcon severity={problem.severity} className="mt-0.5" />
      <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        <span className="sr-only">{problem.severity}: </span>
        <span className="text-fg">
          <InlineCode text={problem.message} />
        </span>
        {problem.suggestion && (
          <span className="text-fg-muted">
            {' '}
            <InlineCode text={problem.suggestion} />
          </span>
        )}
      </span>
      <span className="tabular shrink-0 font-mono text-fg-subtle text-xs leading-5">
        {problem.line}:{problem.column}
      </span>
    </button>
  )
}

function SeverityIcon({ severity, className }: { severity: Problem['severity']; className?: string }) {
  const Icon = severity === 'error' ? CircleAlert : TriangleAlert
  return (
    <Icon
      aria-hidden="true"
      className={cn('size-3.5 shrink-0', severity === 'error' ? 'text-danger' : 'text-warning', className)}
    />
  )
}
