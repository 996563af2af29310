'use client'

import { Workflow } from 'lucide-react'
import { QueryView } from '@/components/layout/view-state'
import { Button } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { SkeletonTable, SkeletonText } from '@/components/ui/skeleton'
import { Chapter, Specimen } from './specimen'

const IDLE = { error: undefined, isPending: false, refetch: () => {} }

const failure = (code: string, message: string, details = {}) =>
  Object.assign(new Error(message), { data: { code, correlationId: 'req_01jd8x9k2mf7q3v5w6', details } })

export function States() {
  return (
    <Chapter title="The five states of a view">
      <Specimen name="Loading" className="block">
        <QueryView
          query={{ data: undefined, error: undefined, isPending: true }}
          skeleton={<SkeletonTable rows={4} />}
        >
          {() => null}
        </QueryView>
      </Specimen>
      <Specimen name="Empty" className="block">
        <QueryView
          query={{ ...IDLE, data: [] }}
          skeleton={<SkeletonText />}
          empty={
            <Empty
              icon={<Workflow />}
              title="No workflows yet"
              text="A workflow is a list of steps that Pawl runs and never repeats once they are done."
              action={
                <>
                  <Button variant="primary">Create workflow</Button>
                  <Button>Start from a sample</Button>
                </>
              }
            />
          }
        >
          {() => null}
        </QueryView>
      </Specimen>
      <Specimen name="Filtered out" className="block">
        <QueryView
          query={{ ...IDLE, data: [] }}
          skeleton={null}
          filtered={{ onClear: () => {}, noun: 'runs' }}
        >
          {() => null}
        </QueryView>
      </Specimen>
      <Specimen name="Forbidden" className="block">
        <QueryView
          query={{
            ...IDLE,
            data: undefined,
            error: failure('forbidden', 'Your role (viewer) does not include secrets.read.', {
              permission: 'secrets.read',
              grantedTo: ['owner', 'admin', 'builder'],
              granters: [
                { name: 'Ada Lovelace', email: 'ada@example.org' },
                { name: 'Grace Hopper', email: 'grace@example.org' },
              ],
            }),
          }}
          skeleton={null}
        >
          {() => null}
        </QueryView>
      </Specimen>
      <Specimen name="Out of date" className="block">
        <QueryView
          query={{ ...IDLE, data: ['row'], error: failure('unavailable', 'The server did not answer.') }}
          skeleton={null}
        >
          {() => <p className="text-fg-muted text-sm">What was read before stays in view.</p>}
        </QueryView>
      </Specimen>
      <Specimen name="Failed" className="block">
        <QueryView
          query={{
            ...IDLE,
            data: undefined,
            error: failure('unavailable', 'The database did not answer in 5 seconds. Try again in a moment.'),
          }}
          skeleton={null}
        >
          {() => null}
        </QueryView>
      </Specimen>
    </Chapter>
  )
}
