'use client'

import { CircleAlert, CircleCheck, TriangleAlert, WandSparkles } from 'lucide-react'
import type { Problem } from '@/server/language/contracts'
import type { QuickFix } from '@/server/language/definition/editor'
import { Button } from '../ui/button'
import { cn } from '../ui/cn'
import { Keys } from '../ui/kbd'
import { InlineCode } from './inline-code'

export interface ProblemsPanelProps {
  problems: readonly Problem[]
  /** What a machine can do about some of them. */
  fixes: ReadonlyMap<Problem, readonly QuickFix[]>
  /** The document was changed and is being checked. */
  isChecking: boolean
  onJump: (problem: Problem) => void
  /** Absent: the document may only be read. */
  onFix?: ((fix: QuickFix) => void) | undefined
}

/** Everything wrong with the document, in the order of its lines. */
export function ProblemsPanel({ problems, fixes, isChecking, onJump, onFix }: ProblemsPanelProps) {
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
            <li
              key={`${problem.line}:${problem.column}:${problem.code}:${problem.message}`}
              className="flex items-start gap-1 rounded-md hover:bg-hover"
            >
              <ProblemRow problem={problem} onJump={() => onJump(problem)} />
              {onFix && !isChecking && <Fixes fixes={fixes.get(problem) ?? []} onFix={onFix} />}
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

function Fixes({ fixes, onFix }: { fixes: readonly QuickFix[]; onFix: (fix: QuickFix) => void }) {
  return fixes.map((fix) => (
    <Button
      key={fix.label}
      size="sm"
      variant="ghost"
      icon={<WandSparkles />}
      className="mt-0.5 mr-1 shrink-0"
      title={fix.label.replaceAll('`', '')}
      aria-label={`Fix: ${fix.label.replaceAll('`', '')}`}
      onClick={() => onFix(fix)}
    >
      <span className="max-w-64 truncate max-lg:hidden">
        <InlineCode text={fix.label} />
      </span>
      <span className="lg:hidden">Fix</span>
    </Button>
  ))
}

function ProblemRow({ problem, onJump }: { problem: Problem; onJump: () => void }) {
  return (
    <button
      type="button"
      onClick={onJump}
      className="flex min-w-0 flex-1 items-start gap-2.5 rounded-md px-3 py-1.5 text-left text-sm focus-visible:-outline-offset-2"
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
