import { Tag } from 'lucide-react'
import { Badge } from '../ui/badge'

/** `v3`, or `Draft` where nothing is published. */
export function VersionBadge({ version }: { version: number }) {
  if (version === 0) return <Badge variant="outline">Draft</Badge>
  return (
    <Badge isMono title={`Version ${version}`}>
      v{version}
    </Badge>
  )
}

/** A run of a draft that nobody published. */
export function DraftRunBadge() {
  return (
    <Badge variant="outline" title="A try-run of a draft">
      Draft
    </Badge>
  )
}

const MOST_SHOWN = 3

/** Labels and the versions they stand for. */
export function LabelBadges({ labels }: { labels: readonly { name: string; version: number }[] }) {
  const more = labels.slice(MOST_SHOWN)
  return (
    <>
      {labels.slice(0, MOST_SHOWN).map(({ name, version }) => (
        <Badge key={name} tone="accent" icon={<Tag />} title={`${name} stands for version ${version}`}>
          {name} v{version}
        </Badge>
      ))}
      {more.length > 0 && (
        <span
          className="text-fg-subtle text-xs"
          title={more.map(({ name, version }) => `${name} v${version}`).join(', ')}
        >
          +{more.length}
        </span>
      )}
    </>
  )
}
