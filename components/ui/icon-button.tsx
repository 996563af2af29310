'use client'

import type { ComponentProps } from 'react'
import { cn } from './cn'
import { Spinner } from './spinner'
import { Tooltip } from './tooltip'

export interface IconButtonProps extends ComponentProps<'button'> {
  /** What it does: the accessible name and the tooltip. */
  label: string
  /** Shown in the tooltip, e.g. `E` or `mod+k`. */
  shortcut?: string
  size?: 'xs' | 'sm' | 'md'
  variant?: 'ghost' | 'secondary'
  isLoading?: boolean
  tooltipSide?: 'top' | 'right' | 'bottom' | 'left'
}

const SIZES = { xs: 'size-6 [&_svg]:size-3.5', sm: 'size-7 [&_svg]:size-4', md: 'size-8 [&_svg]:size-4' }

export function IconButton(props: IconButtonProps) {
  const {
    label,
    shortcut,
    size = 'md',
    variant = 'ghost',
    isLoading = false,
    tooltipSide,
    className,
    ...rest
  } = props
  const { children, disabled, ...button } = rest
  return (
    <Tooltip content={label} shortcut={shortcut} side={tooltipSide}>
      <button
        type="button"
        aria-label={label}
        aria-busy={isLoading || undefined}
        disabled={disabled || isLoading}
        className={cn(
          'inline-grid shrink-0 place-items-center rounded-md text-fg-muted transition-colors duration-100 hover:bg-hover hover:text-fg active:bg-active disabled:pointer-events-none disabled:opacity-50 data-[state=open]:bg-active data-[state=open]:text-fg',
          variant === 'secondary' && 'border border-line-strong bg-surface shadow-lift',
          SIZES[size],
          className,
        )}
        {...button}
      >
        {isLoading ? <Spinner /> : children}
      </button>
    </Tooltip>
  )
}
