'use client'

import { Check, Copy } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { useCopy } from '@/components/ui/use-copy'

/** A link that is shown once, with the button that copies it. */
export function LinkField({ link, label }: { link: string; label: string }) {
  const { isCopied, copy } = useCopy()
  return (
    <span className="flex gap-2">
      <Input
        readOnly
        value={link}
        aria-label={label}
        spellCheck={false}
        onFocus={(event) => event.currentTarget.select()}
        className="font-mono text-fg-muted text-xs"
      />
      <Button
        icon={isCopied ? <Check /> : <Copy />}
        aria-label={isCopied ? 'Copied' : `Copy ${label.charAt(0).toLowerCase()}${label.slice(1)}`}
        onClick={() => copy(link)}
      >
        {isCopied ? 'Copied' : 'Copy'}
      </Button>
    </span>
  )
}
