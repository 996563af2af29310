'use client'

import type { ComponentProps, ReactNode } from 'react'
import { type ButtonLook, buttonStyle } from './button-style'
import { cn } from './cn'
import { Slot } from './slot'
import { Spinner } from './spinner'

export interface ButtonProps extends ComponentProps<'button'>, ButtonLook {
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
      <Slot className={style} {...rest}>
        {children}
      </Slot>
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
