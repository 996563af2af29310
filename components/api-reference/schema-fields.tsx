'use client'

import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { cn } from '@/components/ui/cn'
import type { JsonSchema } from '@/server/kernel/json'
import { CodeText } from './code-text'
import { textOf } from './reference'
import { boundsOf, fieldsOf, typeText } from './schema-text'

type Schemas = Readonly<Record<string, JsonSchema>>

/** The fields of a schema, each of which opens where it holds more. */
export function SchemaFields({ schema, schemas }: { schema: JsonSchema; schemas: Schemas }) {
  const fields = fieldsOf(schema, schemas)
  if (fields.length === 0) return null
  return (
    <ul className="divide-y rounded-lg border">
      {fields.map((field) => (
        <SchemaRow key={field.name} {...field} schemas={schemas} />
      ))}
    </ul>
  )
}

export interface SchemaRowProps {
  name: string
  schema: JsonSchema
  schemas: Schemas
  isRequired: boolean
  /** Of a parameter: path, query or header. */
  place?: string
}

export function SchemaRow({ name, schema, schemas, isRequired, place }: SchemaRowProps) {
  const [isOpen, setOpen] = useState(false)
  const inner = fieldsOf(schema, schemas)
  const bounds = boundsOf(schema)
  const description = textOf(schema.description)
  return (
    <li className="flex flex-col gap-1 px-3 py-2 text-sm">
      <div className="flex min-w-0 flex-wrap items-baseline gap-x-2.5 gap-y-0.5">
        {inner.length > 0 ? (
          <button
            type="button"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
            className="-ml-1 flex items-center gap-0.5 rounded-sm font-medium font-mono text-fg text-xs hover:text-accent-text"
          >
            <ChevronRight
              aria-hidden="true"
              className={cn('size-3.5 transition-transform duration-100', isOpen && 'rotate-90')}
            />
            {name}
          </button>
        ) : (
          <span className="font-medium font-mono text-fg text-xs">{name}</span>
        )}
        <span className="min-w-0 font-mono text-fg-subtle text-xs [overflow-wrap:anywhere]">
          {typeText(schema)}
        </span>
        {isRequired && <Badge variant="outline">Required</Badge>}
        {place && <span className="ml-auto text-fg-subtle text-xs">{place}</span>}
      </div>
      {(description || bounds.length > 0) && (
        <p className="text-fg-muted text-xs [overflow-wrap:anywhere]">
          <CodeText text={[description, sentenceOf(bounds)].filter(Boolean).join(' ')} />
        </p>
      )}
      {isOpen && (
        <div className="pt-1">
          <SchemaFields schema={schema} schemas={schemas} />
        </div>
      )}
    </li>
  )
}

function sentenceOf(parts: readonly string[]): string {
  const text = parts.join(', ')
  return text && `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
