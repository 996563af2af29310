'use client'

import { useState } from 'react'
import { childrenOf, type JsonRow } from './json-rows'

const FOLD_LENGTH = 160

/** The value part of a line: a scalar, a folded long string, or what a closed branch holds. */
export function JsonScalar({ row }: { row: JsonRow }) {
  const { value } = row
  if (value === null) return <span className="text-fg-subtle italic">null</span>
  if (typeof value === 'boolean') return <span className="text-violet-text">{String(value)}</span>
  if (typeof value === 'number') return <span className="tabular text-info-text">{String(value)}</span>
  if (typeof value === 'string') return <LongText text={value} />
  const count = childrenOf(value).length
  if (count === 0) return <span className="text-fg-subtle">{Array.isArray(value) ? '[]' : '{}'}</span>
  const noun = Array.isArray(value) ? (count === 1 ? 'item' : 'items') : count === 1 ? 'key' : 'keys'
  return (
    <span className="whitespace-nowrap text-fg-subtle">
      {Array.isArray(value) ? '[' : '{'} {count.toLocaleString('en')} {noun}{' '}
      {Array.isArray(value) ? ']' : '}'}
    </span>
  )
}

function LongText({ text }: { text: string }) {
  const [isWhole, setWhole] = useState(false)
  const isLong = text.length > FOLD_LENGTH || text.includes('\n')
  const folded = text.slice(0, FOLD_LENGTH).replaceAll('\n', '↵')
  return (
    <span className="min-w-0 max-w-[80ch] text-success-text [overflow-wrap:anywhere]">
      <span className="whitespace-pre-wrap">"{isLong && !isWhole ? folded : text}</span>
      {isLong && (
        <button
          type="button"
          tabIndex={-1}
          onClick={(event) => {
            event.stopPropagation()
            setWhole(!isWhole)
          }}
          className="mx-1 rounded-sm bg-neutral-soft px-1 text-2xs text-fg-muted hover:text-fg"
        >
          {isWhole ? 'fold' : `… ${text.length.toLocaleString('en')} characters`}
        </button>
      )}
      "
    </span>
  )
}
