'use client'

import type { ComponentProps } from 'react'
import ReactMarkdown, { type Components } from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { cn } from './cn'
import { nestHeadings } from './nest-headings'

export function MarkdownBody({ text }: { text: string }) {
  return (
    <div className="flex flex-col gap-3 [&>:first-child]:mt-0">
      <ReactMarkdown
        remarkPlugins={[remarkGfm]}
        rehypePlugins={[nestHeadings]}
        components={COMPONENTS}
        skipHtml
      >
        {text}
      </ReactMarkdown>
    </div>
  )
}

const LINK = 'text-accent-text underline decoration-accent-line underline-offset-2 hover:decoration-current'

const COMPONENTS: Components = {
  h3: ({ children }) => <h3 className="mt-3 font-semibold text-lg tracking-tight">{children}</h3>,
  h4: ({ children }) => <h4 className="mt-3 font-semibold text-base">{children}</h4>,
  h5: ({ children }) => <h5 className="mt-2 font-semibold text-sm">{children}</h5>,
  h6: ({ children }) => <h6 className="mt-1 font-medium text-fg-muted text-sm">{children}</h6>,
  p: ({ children }) => <p className="max-w-[75ch]">{children}</p>,
  a: ({ href, children }) => (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow" className={LINK}>
      {children}
    </a>
  ),
  // An image from elsewhere would tell its host who reads this; it becomes a link.
  img: ({ src, alt }) => (
    <a
      href={typeof src === 'string' ? src : undefined}
      target="_blank"
      rel="noopener noreferrer nofollow"
      className={LINK}
    >
      {alt || 'Image'}
    </a>
  ),
  ul: ({ children }) => <ul className="flex list-disc flex-col gap-1 pl-5">{children}</ul>,
  ol: ({ children, start }) => (
    <ol start={start} className="flex list-decimal flex-col gap-1 pl-5">
      {children}
    </ol>
  ),
  li: ({ className, children }) => (
    <li
      className={cn(
        'pl-0.5 marker:text-fg-subtle [&>p]:inline',
        className?.includes('task') && '-ml-5 list-none',
      )}
    >
      {children}
    </li>
  ),
  blockquote: ({ children }) => (
    <blockquote className="flex flex-col gap-2 border-line-strong border-l-2 pl-3 text-fg-muted">
      {children}
    </blockquote>
  ),
  code: ({ children }) => (
    <code className="rounded-sm bg-neutral-soft px-1 py-0.5 text-[0.86em]">{children}</code>
  ),
  pre: Preformatted,
  hr: () => <hr className="my-1" />,
  table: ({ children }) => (
    <div className="overflow-x-auto rounded-lg border">
      <table className="w-full text-sm">{children}</table>
    </div>
  ),
  th: ({ children, style }) => (
    <th style={style} className="border-b bg-sunken px-3 py-1.5 text-left font-medium text-fg-muted text-xs">
      {children}
    </th>
  ),
  td: ({ children, style }) => (
    <td style={style} className="border-b in-[tr:last-child]:border-b-0 px-3 py-1.5">
      {children}
    </td>
  ),
  input: ({ checked }) => (
    <input
      type="checkbox"
      checked={checked ?? false}
      readOnly
      disabled
      aria-label={checked ? 'done' : 'open'}
      className="mr-1.5 translate-y-px accent-(--accent)"
    />
  ),
}

function Preformatted({ children }: ComponentProps<'pre'>) {
  return (
    <pre
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      className="overflow-x-auto rounded-lg border bg-sunken px-3 py-2.5 text-xs leading-5 [&_code]:bg-transparent [&_code]:p-0 [&_code]:text-xs"
    >
      {children}
    </pre>
  )
}
