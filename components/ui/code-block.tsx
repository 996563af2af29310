'use client'

import { useState } from 'react'
import { Button } from './button'
import { cn } from './cn'
import { CopyButton } from './copy-button'

export interface CodeBlockProps {
  code: string
  /** Named at the top: `yaml`, `Final output`, a file name. */
  title?: string
  hasLineNumbers?: boolean
  /** Lines shown before "Show all"; default 400. */
  maxLines?: number
  isWrapped?: boolean
  className?: string
}

/** Text to read and copy, in monospace. */
export function CodeBlock(props: CodeBlockProps) {
  const [isWhole, setWhole] = useState(false)
  const lines = props.code.replace(/\n$/, '').split('\n')
  const limit = props.maxLines ?? 400
  const shown = isWhole ? lines : lines.slice(0, limit)
  return (
    <figure
      className={cn('group/code relative m-0 overflow-hidden rounded-lg border bg-sunken', props.className)}
    >
      {props.title && (
        <figcaption className="flex h-9 items-center justify-between border-b pr-2 pl-3 font-mono text-fg-muted text-xs">
          <span className="truncate">{props.title}</span>
          <CopyButton text={props.code} />
        </figcaption>
      )}
      {!props.title && (
        <span className="absolute top-1.5 right-1.5 z-[1] rounded-md bg-sunken opacity-0 pointer-coarse:opacity-100 focus-within:opacity-100 group-hover/code:opacity-100">
          <CopyButton text={props.code} />
        </span>
      )}
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        className="max-h-[36rem] overflow-auto px-3 py-2.5 text-fg text-xs leading-5 focus-visible:-outline-offset-2"
      >
        <code className={cn('grid', props.hasLineNumbers && 'grid-cols-[auto_1fr] gap-x-4')}>
          {shown.map((line, index) => (
            <Line
              // biome-ignore lint/suspicious/noArrayIndexKey: a line's number is its identity
              key={index}
              number={props.hasLineNumbers ? index + 1 : undefined}
              isWrapped={props.isWrapped}
            >
              {line}
            </Line>
          ))}
        </code>
      </pre>
      {shown.length < lines.length && (
        <div className="border-t p-1.5 text-center">
          <Button size="sm" variant="ghost" onClick={() => setWhole(true)}>
            Show all {lines.length.toLocaleString('en')} lines
          </Button>
        </div>
      )}
    </figure>
  )
}

interface LineProps {
  number: number | undefined
  isWrapped: boolean | undefined
  children: string
}

function Line({ number, isWrapped, children }: LineProps) {
  return (
    <>
      {number !== undefined && (
        <span aria-hidden="true" className="tabular select-none text-right text-fg-subtle">
          {number}
        </span>
      )}
      <span
        className={cn(
          'min-h-5',
          isWrapped ? 'whitespace-pre-wrap [overflow-wrap:anywhere]' : 'whitespace-pre',
        )}
      >
        {children}
      </span>
    </>
  )
}
