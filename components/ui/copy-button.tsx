'use client'

import { Check, Copy } from 'lucide-react'
import { IconButton } from './icon-button'
import { useCopy } from './use-copy'

export interface CopyButtonProps {
  text: string
  label?: string
  size?: 'xs' | 'sm' | 'md'
  className?: string
}

export function CopyButton({ text, label = 'Copy', size = 'xs', className }: CopyButtonProps) {
  const { isCopied, copy } = useCopy()
  return (
    <>
      <IconButton
        label={isCopied ? 'Copied' : label}
        size={size}
        className={className}
        onClick={() => copy(text)}
      >
        {isCopied ? <Check className="text-success" /> : <Copy />}
      </IconButton>
      <output className="sr-only">{isCopied ? 'Copied to the clipboard' : ''}</output>
    </>
  )
}
