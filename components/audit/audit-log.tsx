'use client'

import { ScrollText } from 'lucide-react'
import dynamic from 'next/dynamic'
import { Page } from '@/components/layout/page'
import { QueryView } from '@/components/layout/view-state'
import { Empty } from '@/components/ui/empty'
import { LoadMore } from '@/components/ui/load-more'
import { PageHeader } from '@/components/ui/page-header'
import { SkeletonTable } from '@/components/ui/skeleton'
import { AuditExport } from './audit-export'
import { AuditFilterBar } from './audit-filter-bar'
import { NO_FILTERS } from './audit-filters'
import { AuditTable } from './audit-table'
import { useAudit } from './use-audit'

const AuditSheet = dynamic(() => import('./audit-sheet').then((module) => module.AuditSheet), { ssr: false })

/** Every change and refusal of the organization, newest first. */
export function AuditLog() {
  const { query, filters, filter, isFiltered, change } = useAudit()
  const clear = () => change(NO_FILTERS)
  return (
    <Page>
      <PageHeader
        title="Audit"
        description="Every change, refusal and sign-in in this organization. Entries are never edited."
        actions={<AuditExport filter={filter} isFiltered={isFiltered} />}
      />
      <AuditFilterBar filters={filters} change={change} />
      <QueryView
        query={query}
        permission="audit.read"
        skeleton={<SkeletonTable rows={10} columns={5} />}
        filtered={isFiltered ? { onClear: clear, noun: 'entries' } : undefined}
        empty={
          <Empty
            icon={<ScrollText />}
            title="Nothing recorded yet"
            text="Sign-ins, runs, decisions and changes of settings appear here as they happen."
          />
        }
      >
        {(entries) => (
          <>
            <AuditTable entries={entries} onOpen={(id) => change({ entry: id }, 'push')} />
            <LoadMore
              hasMore={query.hasNextPage}
              isLoading={query.isFetchingNextPage}
              onLoadMore={() => void query.fetchNextPage()}
              shownCount={entries.length}
              noun={entries.length === 1 ? 'entry' : 'entries'}
            />
          </>
        )}
      </QueryView>
      {filters.entryId !== undefined && (
        <AuditSheet entryId={filters.entryId} onClose={() => change({ entry: undefined })} />
      )}
    </Page>
  )
}
