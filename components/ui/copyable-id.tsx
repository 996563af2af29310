'use client'

import { Check, Copy } from 'lucide-react'
import { cn } from './cn'
import { Tooltip } from './tooltip'
import { useCopy } from './use-copy'

export interface CopyableIdProps {
  id: string
  /** Shows all of it; default is prefix and last six characters, the ones that differ. */
  isFull?: boolean
  className?: string
}

/** An id, shortened; a click copies it whole. */
export function CopyableId({ id, isFull = false, className }: CopyableIdProps) {
  const { isCopied, copy } = useCopy()
  return (
    <Tooltip content={isCopied ? 'Copied' : `Copy ${id}`}>
      <button
        type="button"
        aria-label={`Copy id ${id}`}
        onClick={(event) => {
          event.stopPropagation()
          copy(id)
        }}
        className={cn(
          'group/id relative z-[1] -mx-1 inline-flex max-w-full items-center rounded-sm px-1 font-mono text-fg-muted text-xs hover:bg-hover hover:text-fg',
          className,
        )}
      >
        <span className="truncate">{isFull ? id : shortId(id)}</span>
        {isCopied ? (
          <Check aria-hidden="true" className="absolute -right-3.5 size-3 text-success" />
        ) : (
          <Copy
            aria-hidden="true"
            className="absolute -right-3.5 size-3 opacity-0 group-hover/id:opacity-100 group-focus-visible/id:opacity-100"
          />
        )}
      </button>
    </Tooltip>
  )
}

/** `run_…x9k2mf` of `run_01jd…x9k2mf`. */
export function shortId(id: string): string {
  const cut = id.indexOf('_')
  if (cut === -1 || id.length - cut <= 9) return id
  return `${id.slice(0, cut + 1)}…${id.slice(-6)}`
}
