'use client'

import { CopyButton } from '@/components/ui/copy-button'

/** Where something lives, and the button that copies the whole address. */
export function AddressLine({ path }: { path: string }) {
  return (
    <span className="inline-flex min-w-0 max-w-full items-center gap-1">
      <code className="truncate text-fg text-sm">{path}</code>
      <CopyAddress path={path} />
    </span>
  )
}

function CopyAddress({ path }: { path: string }) {
  // Only the browser knows under which host people reach this Pawl.
  const origin = typeof window === 'undefined' ? '' : window.location.origin
  return <CopyButton text={`${origin}${path}`} label="Copy address" />
}
