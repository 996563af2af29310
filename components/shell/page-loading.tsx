'use client'

import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { useProject } from '@/components/data/project'
import { Page } from '@/components/layout/page'
import { Skeleton, SkeletonTable, SkeletonText } from '@/components/ui/skeleton'
import { shapeOf } from './page-shape'

/** The shape of the page that is on its way, so that nothing jumps when it comes. */
export function PageLoading() {
  const { base } = useProject()
  const pathname = usePathname()
  return (
    <div aria-busy="true">
      <output className="sr-only">Loading</output>
      {SHAPES[shapeOf(pathname.slice(base.length))]}
    </div>
  )
}

const SHAPES: Record<ReturnType<typeof shapeOf>, ReactNode> = {
  overview: (
    <Page>
      <Head />
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        {[1, 2, 3, 4].map((tile) => (
          <div
            key={tile}
            className="flex h-[5.5rem] flex-col justify-between rounded-lg border bg-surface px-4 py-3"
          >
            <Skeleton className="h-3 w-24" />
            <Skeleton className="h-6 w-16" />
            <Skeleton className="h-3 w-20" />
          </div>
        ))}
      </div>
      <div className="mt-5 grid items-start gap-5 xl:grid-cols-[1fr_22rem]">
        <SkeletonTable rows={6} columns={5} />
        <Box lines={5} />
      </div>
    </Page>
  ),
  table: (
    <Page width="full">
      <Head hasAction />
      <div className="mb-3 flex justify-between gap-4">
        <Skeleton className="h-8 w-80 max-w-full rounded-md" />
        <Skeleton className="h-8 w-52 rounded-md max-md:hidden" />
      </div>
      <SkeletonTable rows={10} columns={6} />
    </Page>
  ),
  detail: (
    <div className="flex flex-col md:h-[calc(100dvh-var(--topbar-height))]">
      <div className="border-b px-4 pt-4 pb-3 md:px-6">
        <Head hasAction isTight />
        <Skeleton className="h-3.5 w-96 max-w-full" />
      </div>
      <div className="flex min-h-0 flex-1 max-md:flex-col">
        <div className="flex-1 p-4 md:px-6">
          <SkeletonText lines={9} className="gap-5" />
        </div>
        <div className="w-[26rem] border-l p-5 max-lg:hidden">
          <SkeletonText lines={7} className="gap-4" />
        </div>
      </div>
    </div>
  ),
  form: (
    <Page width="narrow">
      <Head />
      <div className="flex flex-col gap-5">
        <Box lines={4} />
        <Box lines={3} />
      </div>
    </Page>
  ),
}

function Head({ hasAction = false, isTight = false }: { hasAction?: boolean; isTight?: boolean }) {
  return (
    <div className={isTight ? 'flex justify-between gap-4 pb-2' : 'flex justify-between gap-4 pb-5'}>
      <div className="flex min-h-8 flex-1 flex-col justify-center gap-2.5">
        <Skeleton className="h-5 w-44" />
        {!isTight && <Skeleton className="h-3.5 w-80 max-w-full" />}
      </div>
      {hasAction && <Skeleton className="h-8 w-28 rounded-md" />}
    </div>
  )
}

function Box({ lines }: { lines: number }) {
  return (
    <div className="rounded-lg border bg-surface p-4">
      <Skeleton className="mb-5 h-4 w-32" />
      <SkeletonText lines={lines} className="gap-4" />
    </div>
  )
}
