import { cn } from './cn'

export interface AvatarProps {
  name: string
  size?: 'xs' | 'sm' | 'md' | 'lg'
  /** Squares are organizations and projects, circles are people. */
  shape?: 'circle' | 'square'
  className?: string
}

const SIZES = {
  xs: 'size-4 text-[8px]',
  sm: 'size-5 text-[9px]',
  md: 'size-7 text-2xs',
  lg: 'size-10 text-base',
}

/** Initials on a hue made from the name; decorative, so write the name beside it. */
export function Avatar({ name, size = 'md', shape = 'circle', className }: AvatarProps) {
  const hue = hueOf(name)
  return (
    <span
      aria-hidden="true"
      className={cn(
        'inline-grid shrink-0 select-none place-items-center font-semibold leading-none tracking-tight',
        shape === 'circle' ? 'rounded-full' : size === 'lg' ? 'rounded-lg' : 'rounded-[5px]',
        SIZES[size],
        className,
      )}
      style={{
        background: `light-dark(oklch(0.9 0.045 ${hue}), oklch(0.36 0.055 ${hue}))`,
        color: `light-dark(oklch(0.36 0.075 ${hue}), oklch(0.9 0.05 ${hue}))`,
      }}
    >
      {initialsOf(name)}
    </span>
  )
}

function initialsOf(name: string): string {
  const words = name
    .trim()
    .split(/[\s@._-]+/)
    .filter(Boolean)
  const first = [...(words[0] ?? '?')][0] ?? '?'
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : ''
  return (first + last).toUpperCase()
}

function hueOf(name: string): number {
  let hash = 7
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 100_003
  return hash % 360
}
