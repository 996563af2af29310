'use client'

import { Combobox } from '@/components/ui/combobox'
import { DateRangePicker } from '@/components/ui/date-range'
import { type DateRange, formatDateRange } from '@/components/ui/date-range-rules'
import { DEFAULT_PRESET, MAX_DAYS, PRESETS } from './overview-address'
import type { Asked } from './use-overview'

const ALL = 'all'

/** Of which workflow, and of which time. */
export function OverviewFilters({ asked }: { asked: Asked }) {
  const { address, workflows, change } = asked
  const options = [
    { value: ALL, label: 'All workflows' },
    ...workflows.map(({ name, title }) => ({ value: name, label: title, hint: name })),
  ]
  // A stretch that was chosen on a chart of another range means nothing any more.
  const choose = (range: DateRange) =>
    change({ ...formatDateRange(range, DEFAULT_PRESET), window: undefined }, 'push')
  return (
    <div className="flex min-w-0 gap-2 max-md:w-full">
      <div className="max-md:min-w-0 max-md:flex-1 md:w-48">
        <Combobox
          aria-label="Workflow"
          options={options}
          value={address.workflow ?? ALL}
          onValueChange={(name) => change({ workflow: name === ALL ? undefined : name }, 'push')}
          searchPlaceholder="Find a workflow"
        />
      </div>
      <DateRangePicker value={address.range} onValueChange={choose} presets={PRESETS} maxDays={MAX_DAYS} />
    </div>
  )
}
