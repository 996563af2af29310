import { PawlMark, Wordmark } from '@/components/layout/logo'
import { cn } from '@/components/ui/cn'
import { TONE_FILL, TONE_SOFT, type Tone } from '@/components/ui/tone'
import { Chapter, Specimen } from './specimen'

const SURFACES = [
  { name: 'canvas', className: 'bg-canvas' },
  { name: 'chrome', className: 'bg-chrome' },
  { name: 'surface', className: 'bg-surface' },
  { name: 'raised', className: 'bg-raised' },
  { name: 'sunken', className: 'bg-sunken' },
  { name: 'hover', className: 'bg-hover' },
  { name: 'active', className: 'bg-active' },
]
const TONES: Tone[] = ['neutral', 'accent', 'info', 'warning', 'success', 'danger', 'violet']

export function Foundations() {
  return (
    <Chapter title="Foundations">
      <Specimen name="Mark" className="gap-6">
        <PawlMark className="size-16" />
        <PawlMark className="size-8" />
        <PawlMark className="size-5" />
        <Wordmark />
      </Specimen>
      <Specimen name="Surfaces">
        {SURFACES.map((one) => (
          <div
            key={one.name}
            className={cn(
              'flex h-14 w-24 items-end rounded-lg border p-2 text-fg-muted text-xs',
              one.className,
            )}
          >
            {one.name}
          </div>
        ))}
      </Specimen>
      <Specimen name="Tones">
        {TONES.map((tone) => (
          <div
            key={tone}
            className={cn('flex w-24 flex-col gap-2 rounded-lg border p-2 text-xs', TONE_SOFT[tone])}
          >
            <span className={cn('h-5 rounded-sm', TONE_FILL[tone])} />
            {tone}
          </div>
        ))}
      </Specimen>
      <Specimen name="Type" className="flex-col items-start gap-1">
        <p className="font-semibold text-2xl tracking-[-0.03em]">Every finished step holds 26</p>
        <p className="font-semibold text-xl tracking-[-0.02em]">Release notes for 4.2 20</p>
        <p className="font-semibold text-lg">Section title 16</p>
        <p className="text-base">Body text is fourteen pixels; it carries explanations and descriptions.</p>
        <p className="text-fg-muted text-sm">
          Tables and controls are thirteen pixels, muted text stays readable.
        </p>
        <p className="text-fg-subtle text-xs">Hints and captions are twelve pixels.</p>
        <p className="tabular font-mono text-sm">run_01jd8x9k2mf 0123456789 1,111,111</p>
      </Specimen>
    </Chapter>
  )
}
