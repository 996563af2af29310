import type { Metadata } from 'next'
import { CodeText } from '@/components/api-reference/code-text'
import { PROBLEMS } from '@/server/api/rest/problem-codes'

export const metadata: Metadata = { title: 'API errors · Pawl' }

/** Where the `type` of every problem leads: what each code means, and what a program does about it. */
export default function ErrorsPage() {
  return (
    <main className="mx-auto flex max-w-[45rem] flex-col gap-8 px-4 py-12">
      <header>
        <h1 className="font-semibold text-2xl text-fg tracking-tight">API errors</h1>
        <p className="mt-1 text-base text-fg-muted">
          Every error is application/problem+json (RFC 9457). Its code is one of these.
        </p>
      </header>
      <dl className="flex flex-col divide-y rounded-lg border bg-surface">
        {Object.entries(PROBLEMS).map(([code, { status, title, advice }]) => (
          <div key={code} id={code} className="scroll-mt-6 px-4 py-3 target:bg-accent-soft">
            <dt className="flex flex-wrap items-baseline gap-x-3">
              <span className="font-medium text-base text-fg">{title}</span>
              <code className="text-fg-muted text-xs">
                {status} {code}
              </code>
            </dt>
            <dd className="mt-0.5 text-fg-muted text-sm">
              <CodeText text={advice} />
            </dd>
          </div>
        ))}
      </dl>
    </main>
  )
}
