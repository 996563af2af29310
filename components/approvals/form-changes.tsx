'use client'

import { ObjectDiff } from '@/components/ui/object-diff'
import { TextDiff } from '@/components/ui/text-diff'
import type { JsonObject } from '@/server/kernel/json'
import type { FormChange } from './inbox-rules'

/** Changed properties: texts line by line, everything else value by value. */
export function FormChanges({ changes }: { changes: readonly FormChange[] }) {
  const texts = changes.filter((change) => change.isLongText)
  const others = changes.filter((change) => !change.isLongText)
  return (
    <div className="flex flex-col gap-3">
      {texts.map((change) => (
        <div key={change.name} className="flex flex-col gap-1.5">
          <p className="font-medium text-fg-muted text-xs">{change.label}</p>
          <TextDiff
            before={String(change.before ?? '')}
            after={String(change.after ?? '')}
            label={`Changes to ${change.label}`}
          />
        </div>
      ))}
      {others.length > 0 && (
        <ObjectDiff
          before={objectOf(others, 'before')}
          after={objectOf(others, 'after')}
          label="Changes to the other values"
        />
      )}
    </div>
  )
}

function objectOf(changes: readonly FormChange[], side: 'before' | 'after'): JsonObject {
  return Object.fromEntries(changes.map((change) => [change.label, change[side]]))
}
