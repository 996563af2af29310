import { Card } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/skeleton'

/** Cards of settings before they are known, with as many lines in each as it will have. */
export function SettingsSkeleton({ cards }: { cards: readonly number[] }) {
  return (
    <div className="flex max-w-3xl flex-col gap-5">
      {cards.map((lineCount, card) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list, never reordered
        <Card key={card}>
          <div className="flex flex-col gap-4">
            <Skeleton className="h-4 w-28" />
            {Array.from({ length: lineCount }, (_, line) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list, never reordered
              <div key={line} className="flex items-center justify-between gap-6">
                <Skeleton className="h-4 w-1/2" />
                <Skeleton className="h-7 w-24" />
              </div>
            ))}
          </div>
        </Card>
      ))}
    </div>
  )
}
