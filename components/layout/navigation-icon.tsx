import {
  Bell,
  CircleDollarSign,
  Gauge,
  KeyRound,
  type LucideIcon,
  ScrollText,
  Settings2,
  ShieldCheck,
  SquareActivity,
  Users,
  Workflow,
} from 'lucide-react'
import type { NavigationIcon as Name } from './shell-navigation'

const ICONS: Record<Name, LucideIcon> = {
  overview: Gauge,
  approvals: ShieldCheck,
  workflows: Workflow,
  runs: SquareActivity,
  settings: Settings2,
  audit: ScrollText,
  members: Users,
  secrets: KeyRound,
  costs: CircleDollarSign,
  alerts: Bell,
}

export function NavigationIcon({ name }: { name: Name }) {
  const Icon = ICONS[name]
  return <Icon aria-hidden="true" className="size-4 shrink-0" strokeWidth={1.75} />
}
