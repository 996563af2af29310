'use client'

import { Check, CircleAlert, Copy, MailCheck } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { useCopy } from '@/components/ui/use-copy'
import { LinkField } from './link-field'
import type { InviteResult } from './use-invite'

/** For each address its link to hand over, or why it was not invited. */
export function InviteResults({ results }: { results: readonly InviteResult[] }) {
  const invited = results.filter((result) => result.kind === 'invited')
  const refused = results.filter((result) => result.kind === 'refused')
  const unsent = invited.filter((result) => !result.isMailed)
  return (
    <div className="flex flex-col gap-3">
      {unsent.length > 0 && (
        <p className="text-fg-muted text-sm">
          {unsent.length === invited.length ? 'No mail was sent.' : 'Some were not mailed.'} Copy{' '}
          {unsent.length === 1 ? 'the link' : 'each link'} and hand it over yourself.
        </p>
      )}
      <ul className="flex flex-col divide-y rounded-lg border">
        {[...refused, ...invited].map((result) => (
          <li key={result.email} className="flex flex-col gap-2 px-3 py-3">
            <Head result={result} />
            {result.kind === 'invited' && <LinkField link={result.link} label={`Link for ${result.email}`} />}
          </li>
        ))}
      </ul>
    </div>
  )
}

export interface ResultsFooterProps {
  results: readonly InviteResult[]
  onDone: () => void
  /** Back to the form with the addresses that were refused. */
  onRetry: (emails: readonly string[]) => void
}

export function ResultsFooter({ results, onDone, onRetry }: ResultsFooterProps) {
  const invited = results.filter((result) => result.kind === 'invited')
  const refused = results.filter((result) => result.kind === 'refused')
  return (
    <>
      {refused.length > 0 && (
        <Button onClick={() => onRetry(refused.map((result) => result.email))}>
          {refused.length === 1 ? 'Fix the refused one' : 'Fix the refused ones'}
        </Button>
      )}
      {invited.length > 1 && (
        <CopyAll text={invited.map(({ email, link }) => `${email}\t${link}`).join('\n')} />
      )}
      <Button variant="primary" onClick={onDone}>
        Done
      </Button>
    </>
  )
}

function Head({ result }: { result: InviteResult }) {
  if (result.kind === 'refused')
    return (
      <span className="flex min-w-0 items-start gap-2 text-sm">
        <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-danger" />
        <span className="min-w-0">
          <span className="block truncate font-medium text-fg">{result.email}</span>
          <span className="block text-danger-text text-xs">{result.message}</span>
        </span>
      </span>
    )
  return (
    <span className="flex min-w-0 items-center gap-2 text-sm">
      <span className="min-w-0 flex-1 truncate font-medium text-fg">{result.email}</span>
      {result.isMailed && (
        <span className="inline-flex items-center gap-1 text-success-text text-xs">
          <MailCheck aria-hidden="true" className="size-3.5" />
          Mail is on its way
        </span>
      )}
    </span>
  )
}

function CopyAll({ text }: { text: string }) {
  const { isCopied, copy } = useCopy()
  return (
    <Button icon={isCopied ? <Check /> : <Copy />} onClick={() => copy(text)}>
      {isCopied ? 'Copied' : 'Copy all links'}
    </Button>
  )
}
