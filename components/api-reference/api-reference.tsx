'use client'

import { useQuery } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useProject } from '@/components/data/project'
import { useQueryParams } from '@/components/data/use-query-params'
import { useBreadcrumbs } from '@/components/layout/breadcrumbs'
import { Page } from '@/components/layout/page'
import { QueryView } from '@/components/layout/view-state'
import { Button } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/page-header'
import { Skeleton } from '@/components/ui/skeleton'
import { readReference } from './reference'

const DOCUMENT = '/api/v1/openapi.json'

const ReferenceBrowser = dynamic(
  () => import('./reference-browser').then((module) => module.ReferenceBrowser),
  { ssr: false, loading: () => <ReferenceSkeleton /> },
)

/** Every operation of the API, from the OpenAPI document, with calls that name this project. */
export function ApiReference() {
  useBreadcrumbs([{ label: 'API reference' }])
  const { base } = useProject()
  const { params, change } = useQueryParams()
  const operationId = params.get('operation')
  const query = useQuery({ queryKey: ['openapi'], queryFn: fetchReference, staleTime: 300_000 })
  return (
    <Page>
      <PageHeader
        title="API reference"
        documentTitle={operationId ? `${operationId} · API reference` : 'API reference'}
        description="Everything that these pages do, for programs."
        actions={
          <>
            <Button asChild variant="ghost">
              <a href={DOCUMENT}>OpenAPI document</a>
            </Button>
            <Button asChild icon={<KeyRound />}>
              <Link href={`${base}/account/api-keys`}>API keys</Link>
            </Button>
          </>
        }
      />
      <QueryView query={query} skeleton={<ReferenceSkeleton />}>
        {(reference) => (
          <ReferenceBrowser
            reference={reference}
            operationId={operationId}
            search={params.get('q') ?? ''}
            onSearch={(search) => change({ q: search || undefined })}
            onOpen={(operation) => change({ operation }, 'push')}
          />
        )}
      </QueryView>
    </Page>
  )
}

async function fetchReference() {
  const response = await fetch(DOCUMENT)
  if (!response.ok) throw new Error('The OpenAPI document could not be read. Try again.')
  return readReference(await response.json())
}

function ReferenceSkeleton() {
  return (
    <div className="grid gap-8 md:grid-cols-[15rem_minmax(0,1fr)]">
      <Skeleton className="h-96 max-md:h-9" />
      <div className="flex flex-col gap-4">
        <Skeleton className="h-7 w-72 max-w-full" />
        <Skeleton className="h-40 w-full" />
        <Skeleton className="h-64 w-full" />
      </div>
    </div>
  )
}
