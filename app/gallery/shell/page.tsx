'use client'

import { Activity, ArrowRight, CircleDollarSign, Play, ShieldCheck, Timer } from 'lucide-react'
import Link from 'next/link'
import { Page } from '@/components/layout/page'
import { Avatar } from '@/components/ui/avatar'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { StatTile } from '@/components/ui/stat-tile'
import { StatusIcon } from '@/components/ui/status'
import { RunTable } from '../run-table'
import { SAMPLE_RUNS } from '../samples'

const WAITING = [
  { title: 'Publish release notes for 4.2', workflow: 'Release notes', age: '2h', by: 'Grace Hopper' },
  { title: 'Refund order 1042 ($184.20)', workflow: 'Order saga', age: '26m', by: 'webhook orders' },
  { title: 'Escalate “Cannot sign in”', workflow: 'Ticket triage', age: '4m', by: 'API' },
]

export default function OverviewDemo() {
  return (
    <Page>
      <PageHeader
        title="Overview"
        description="Three decisions wait for you. One run failed in the last hour."
        actions={
          <Button variant="primary" icon={<Play />}>
            Run workflow
          </Button>
        }
      />
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        <StatTile
          label="Waiting for you"
          value="3"
          note="oldest 2h"
          icon={<ShieldCheck />}
          tone="warning"
          href="/gallery/shell"
        />
        <StatTile
          label="Runs today"
          value="1,284"
          note="98.4% succeeded"
          icon={<Activity />}
          tone="success"
        />
        <StatTile label="Spend today" value="$3.42" note="14% of $25.00" icon={<CircleDollarSign />} />
        <StatTile label="Median duration" value="1m 32s" note="p95 4m 10s" icon={<Timer />} />
      </div>
      <div className="mt-5 grid items-start gap-5 xl:grid-cols-[1fr_22rem]">
        <Card
          title="Latest runs"
          isFlush
          actions={
            <Button asChild size="sm" variant="ghost">
              <Link href="/gallery/shell/run">
                All runs <ArrowRight />
              </Link>
            </Button>
          }
        >
          <RunTable runs={SAMPLE_RUNS} href="/gallery/shell/run" isFlush />
        </Card>
        <Card title="Waiting for you" isFlush>
          <ul className="divide-y">
            {WAITING.map((one) => (
              <li key={one.title} className="flex items-start gap-3 px-4 py-3 hover:bg-hover">
                <StatusIcon status="pending" isLabelled className="mt-0.5" />
                <div className="min-w-0 flex-1">
                  <p className="truncate font-medium text-sm">{one.title}</p>
                  <p className="mt-0.5 flex items-center gap-1.5 text-fg-subtle text-xs">
                    <Avatar name={one.by} size="xs" /> {one.workflow} · {one.age}
                  </p>
                </div>
                <Button size="sm">Review</Button>
              </li>
            ))}
          </ul>
        </Card>
      </div>
    </Page>
  )
}
