'use client'

import type { ReactNode } from 'react'
import { Badge } from '@/components/ui/badge'
import { CodeBlock } from '@/components/ui/code-block'
import { CopyButton } from '@/components/ui/copy-button'
import { JsonViewer } from '@/components/ui/json-viewer'
import type { JsonSchema } from '@/server/kernel/json'
import { CodeText } from './code-text'
import { curlExample, type Place } from './curl-example'
import { MethodMark } from './method-mark'
import type { ReferenceAnswer, ReferenceOperation } from './reference'
import { SchemaFields, SchemaRow } from './schema-fields'
import { typeText } from './schema-text'

export interface OperationViewProps {
  operation: ReferenceOperation
  schemas: Readonly<Record<string, JsonSchema>>
  place: Place
}

/** One operation: what it does, needs, takes, answers, and how it goes wrong; beside it a call to paste. */
export function OperationView({ operation, schemas, place }: OperationViewProps) {
  const { id, method, path, summary, needs, parameters, body, answer, problems } = operation
  return (
    <article className="grid gap-x-8 gap-y-6 xl:grid-cols-[minmax(0,1.15fr)_minmax(0,1fr)]">
      <div className="flex min-w-0 flex-col gap-6">
        <header className="flex flex-col gap-2">
          <h2 className="font-semibold text-fg text-lg tracking-tight">{id}</h2>
          <p className="flex min-w-0 items-center gap-2.5 rounded-lg border bg-sunken py-1.5 pr-1.5 pl-3">
            <MethodMark method={method} isLarge />
            <code className="min-w-0 flex-1 text-fg text-xs [overflow-wrap:anywhere]">{path}</code>
            <CopyButton text={path} label="Copy the path" />
          </p>
          <p className="text-base text-fg">{summary}</p>
          <p className="text-fg-muted text-sm">
            <CodeText text={needs} />
          </p>
        </header>
        {parameters.length > 0 && (
          <Part title="Parameters">
            <ul className="divide-y rounded-lg border">
              {parameters.map((parameter) => (
                <SchemaRow
                  key={`${parameter.place}.${parameter.name}`}
                  name={parameter.name}
                  schema={{ ...parameter.schema, description: parameter.description }}
                  schemas={schemas}
                  isRequired={parameter.isRequired}
                  place={parameter.place}
                />
              ))}
            </ul>
          </Part>
        )}
        {body && (
          <Part title="Body" aside="application/json">
            <SchemaFields schema={body.schema} schemas={schemas} />
          </Part>
        )}
        <Answer answer={answer} schemas={schemas} />
        <Part title="Problems" aside="application/problem+json">
          <ul className="divide-y rounded-lg border text-sm">
            {problems.map(({ status, code, title }) => (
              <li key={status} className="flex gap-3 px-3 py-2">
                <Badge isMono variant="outline">
                  {status}
                </Badge>
                <a href={`/api/v1/errors#${code}`} className="min-w-0 text-fg-muted hover:text-accent-text">
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </Part>
      </div>
      <div className="flex min-w-0 flex-col gap-4 xl:sticky xl:top-[calc(var(--topbar-height)+1.25rem)] xl:self-start">
        <CodeBlock title="curl" code={curlExample(operation, place)} isWrapped />
        <Example answer={answer} />
      </div>
    </article>
  )
}

function Answer({ answer, schemas }: { answer: ReferenceAnswer; schemas: OperationViewProps['schemas'] }) {
  const isStream = answer.mediaType === 'text/event-stream'
  return (
    <Part title="Answer" aside={answer.mediaType}>
      {(isStream || answer.mediaType !== 'application/json') && (
        <p className="text-fg-muted text-sm">
          <CodeText text={answer.description} />
        </p>
      )}
      {answer.mediaType === 'application/json' && typeText(answer.schema) !== 'object' && (
        <p className="font-mono text-fg-muted text-xs">{typeText(answer.schema)}</p>
      )}
      {(isStream || answer.mediaType === 'application/json') && (
        <SchemaFields schema={answer.schema} schemas={schemas} />
      )}
    </Part>
  )
}

function Example({ answer: { example } }: { answer: ReferenceAnswer }) {
  if (example === undefined) return null
  if (typeof example === 'string') return <CodeBlock title="Answer" code={example} isWrapped maxLines={40} />
  return <JsonViewer value={example} label="Example of an answer" initialDepth={3} />
}

function Part({ title, aside, children }: { title: string; aside?: string; children: ReactNode }) {
  return (
    <section className="flex min-w-0 flex-col gap-2">
      <h3 className="flex items-baseline justify-between gap-3 font-semibold text-fg text-sm">
        {title}
        {aside && <span className="font-mono font-normal text-2xs text-fg-subtle">{aside}</span>}
      </h3>
      {children}
    </section>
  )
}
