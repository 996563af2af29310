'use client'

import dynamic from 'next/dynamic'
import { cn } from './cn'
import { SkeletonText } from './skeleton'

const MarkdownBody = dynamic(() => import('./markdown-body').then((module) => module.MarkdownBody), {
  loading: () => <SkeletonText lines={4} />,
})

/** Markdown from people and models, shown safely: no raw HTML, no images from elsewhere. Loaded on demand. */
export function Markdown({ text, className }: { text: string; className?: string }) {
  return (
    <div className={cn('min-w-0 text-base text-fg [overflow-wrap:anywhere]', className)}>
      <MarkdownBody text={text} />
    </div>
  )
}
