'use client'

import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import { useTheme } from 'next-themes'
import { Toaster as Sonner, toast } from 'sonner'
import { Spinner } from './spinner'

export { toast }

/** The region in which messages appear; `./toast` puts it on the page with the first one. */
export function Toaster() {
  const { resolvedTheme } = useTheme()
  return (
    <Sonner
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      position="bottom-right"
      gap={8}
      offset={16}
      mobileOffset={{ bottom: 'calc(var(--tabbar-height) + 12px)' }}
      icons={{
        success: <CircleCheck className="size-4 text-success" />,
        error: <CircleAlert className="size-4 text-danger" />,
        warning: <TriangleAlert className="size-4 text-warning" />,
        info: <Info className="size-4 text-info" />,
        loading: <Spinner className="text-fg-subtle" />,
      }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'pointer-events-auto flex w-full items-start gap-2.5 rounded-lg bg-raised px-3.5 py-3 font-sans text-sm text-fg shadow-pop md:w-[22rem]',
          icon: 'mt-0.5 shrink-0',
          content: 'min-w-0 flex-1',
          title: 'font-medium text-sm leading-5',
          description: 'text-xs text-fg-muted',
          actionButton:
            'h-7 shrink-0 self-center rounded-md border border-line-strong bg-surface px-2.5 font-medium text-xs hover:bg-hover',
          cancelButton: 'h-7 shrink-0 self-center rounded-md px-2 text-fg-muted text-xs hover:bg-hover',
          closeButton: 'order-last text-fg-subtle',
        },
      }}
    />
  )
}
