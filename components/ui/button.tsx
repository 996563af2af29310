'use client'

import { cva, type VariantProps } from 'class-variance-authority'
import { Slot } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn'
import { Spinner } from './spinner'

export const buttonStyle = cva(
  'relative inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md border font-medium transition-[background-color,border-color,color,box-shadow] duration-100 disabled:pointer-events-none disabled:opacity-50 aria-busy:opacity-90! aria-busy:opacity-90! aria-disabled:pointer-events-none aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        primary:
          'border-transparent bg-accent text-accent-fg shadow-lift hover:bg-accent-hover active:bg-accent-hover',
        secondary:
          'border-line-strong bg-surface text-fg shadow-lift hover:border-control/60 hover:bg-hover active:bg-active data-[state=open]:bg-active',
        ghost:
          'border-transparent text-fg-muted hover:bg-hover hover:text-fg active:bg-active data-[state=open]:bg-active data-[state=open]:text-fg',
        danger:
          'border-transparent bg-danger-fill text-white shadow-lift hover:brightness-110 active:brightness-95',
        'danger-quiet':
          'border-line-strong bg-surface text-danger-text shadow-lift hover:border-danger-line hover:bg-danger-soft',
      },
      size: {
        sm: 'h-7 px-2.5 text-xs',
        md: 'h-8 px-3 text-sm',
        lg: 'h-10 px-4 text-base',
      },
    },
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
)

export interface ButtonProps extends ComponentProps<'button'>, VariantProps<typeof buttonStyle> {
  /** Shows a spinner over the label, keeps the width, and refuses clicks. */
  isLoading?: boolean
  /** Renders its only child (a link) in the button's dress. */
  asChild?: boolean
  icon?: ReactNode
}

export function Button(props: ButtonProps) {
  const {
    variant,
    size,
    isLoading = false,
    asChild = false,
    icon,
    className,
    children,
    disabled,
    type,
    ...rest
  } = props
  const style = cn(buttonStyle({ variant, size }), className)
  if (asChild) {
    return (
      <Slot.Root className={style} {...rest}>
        {children}
      </Slot.Root>
    )
  }
  return (
    <button
      type={type ?? 'button'}
      className={style}
      disabled={disabled || isLoading}
      aria-busy={isLoading || undefined}
      {...rest}
    >
      {isLoading && (
        <span className="absolute inset-0 grid place-items-center">
          <Spinner />
        </span>
      )}
      <span className={isLoading ? 'inline-flex items-center gap-1.5 opacity-0' : 'contents'}>
        {icon}
        {children}
      </span>
    </button>
  )
}
