'use client'

import { Lock } from 'lucide-react'
import { useState } from 'react'
import type { JsonValue } from '@/server/kernel/json'
import { CopyButton } from '../ui/copy-button'
import { JsonViewer } from '../ui/json-viewer'
import { Markdown } from '../ui/markdown'
import { RelativeTime } from '../ui/relative-time'
import { SegmentedControl } from '../ui/segmented-control'
import { blobReferenceOf, isSealed } from './blob-ref'
import { BlobView } from './blob-view'
import { useRunValues } from './run-values'

export interface ValueViewProps {
  value: JsonValue | undefined
  /** "Output", "Inputs". */
  label: string
}

/** A value of a run: text as formatted Markdown, anything else as a tree; a large one when asked for. */
export function ValueView({ value, label }: ValueViewProps) {
  const { erasedAt } = useRunValues()
  if (erasedAt !== null)
    return (
      <p className="text-fg-subtle text-sm">
        Erased <RelativeTime at={erasedAt} />.
      </p>
    )
  if (value === undefined || value === null) {
    return <p className="text-fg-subtle text-sm">There is none{value === undefined ? ' yet' : ''}.</p>
  }
  if (isSealed(value)) {
    return (
      <p className="flex items-center gap-2 text-fg-subtle text-sm">
        <Lock aria-hidden="true" className="size-4" /> Encrypted, because this step is marked as sensitive.
      </p>
    )
  }
  const blob = blobReferenceOf(value)
  if (!blob) return <ShownValue value={value} label={label} />
  return (
    <BlobView blob={blob} label={label}>
      {(loaded) => <ShownValue value={loaded} label={label} />}
    </BlobView>
  )
}

function ShownValue({ value, label }: { value: JsonValue; label: string }) {
  const [look, setLook] = useState<'text' | 'raw'>('text')
  const text = textOf(value)
  if (text === undefined) return <JsonViewer value={value} label={label} />
  return (
    <div className="flex flex-col gap-3">
      <div className="flex items-center justify-between gap-2">
        <SegmentedControl
          label="Show as"
          size="sm"
          options={[
            { value: 'text', label: 'Text' },
            { value: 'raw', label: 'Raw' },
          ]}
          value={look}
          onValueChange={setLook}
        />
        <CopyButton text={text} label="Copy text" />
      </div>
      {look === 'text' ? (
        <Markdown
          text={text}
          className="[&_td]:[overflow-wrap:break-word] [&_th]:[overflow-wrap:break-word]"
        />
      ) : (
        <JsonViewer value={value} label={label} />
      )}
    </div>
  )
}

/** The text in a value that is text, or is mainly one: what an agent answers is `{ text, model }`, a report `{ markdown, … }`. */
function textOf(value: JsonValue): string | undefined {
  if (typeof value === 'string') return value
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined
  const text = value.markdown ?? value.text
  return typeof text === 'string' && /\s/.test(text) ? text : undefined
}
