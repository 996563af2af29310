import { cn } from '../ui/cn'

const TEETH = 36
const CENTER = 300
const RINGS = [252, 196, 120, 44]

/** A large hairline ratchet: the wheel advances one tooth every few seconds and is caught by its pawl. */
export function RatchetDrawing({ className }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 600 600"
      fill="none"
      aria-hidden="true"
      className={cn(
        'pointer-events-none overflow-visible [&_*]:[vector-effect:non-scaling-stroke]',
        className,
      )}
    >
      <g className="ratchet-wheel" stroke="currentColor">
        <path d={wheelPath()} />
        {RINGS.map((radius) => (
          <circle key={radius} cx={CENTER} cy={CENTER} r={radius} opacity={0.7} />
        ))}
        {spokes().map((line) => (
          <path key={line} d={line} opacity={0.6} />
        ))}
      </g>
      <g className="ratchet-pawl" stroke="var(--accent)" strokeWidth="1.25">
        <path d="M299 14 L303 2 L330 -2 L402 -24 A9 9 0 0 1 408 -7 L336 17 Z" fill="var(--accent-soft)" />
        <circle cx="403" cy="-15" r="3.5" />
      </g>
    </svg>
  )
}

function wheelPath(): string {
  const [outer, inner] = [286, 268]
  let path = ''
  for (let tooth = 0; tooth < TEETH; tooth += 1) {
    const start = at(outer, tooth)
    const end = at(inner, tooth + 1)
    path += `${tooth === 0 ? 'M' : 'L'}${start}L${end}`
  }
  return `${path}Z`
}

function spokes(): string[] {
  return Array.from({ length: 12 }, (_, index) => `M${at(120, index * 3)}L${at(196, index * 3)}`)
}

// Fixed digits, so that server and browser draw the same text.
function at(radius: number, tooth: number): string {
  const angle = (tooth / TEETH) * 2 * Math.PI - Math.PI / 2
  return `${(CENTER + radius * Math.cos(angle)).toFixed(2)} ${(CENTER + radius * Math.sin(angle)).toFixed(2)}`
}
