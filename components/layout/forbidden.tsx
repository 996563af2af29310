import { Lock } from 'lucide-react'
import { Avatar } from '../ui/avatar'
import { Badge } from '../ui/badge'
import { Empty } from '../ui/empty'
import { refusalDetailsOf } from './refusal-details'

export interface ForbiddenViewProps {
  message?: string
  permission?: string | undefined
  /** Of the server's refusal: it names roles and people. */
  details?: Record<string, unknown> | undefined
}

/** Access is refused: says which permission is missing, which roles include it, and who can give one. */
export function ForbiddenView({ message, permission, details }: ForbiddenViewProps) {
  const known = refusalDetailsOf(details, permission)
  return (
    <Empty
      icon={<Lock />}
      title="You do not have access to this"
      text={message ?? 'Your role does not include it.'}
    >
      <div className="mx-auto flex max-w-[30rem] flex-col items-center gap-3 text-fg-muted text-sm">
        {known.permission && <Needed permission={known.permission} roles={known.roles} />}
        {known.granters.length > 0 ? (
          <Granters {...known} />
        ) : (
          <p>An owner or admin of your organization can change your role.</p>
        )}
      </div>
    </Empty>
  )
}

function Needed({ permission, roles }: { permission: string; roles: readonly string[] }) {
  return (
    <p className="leading-6">
      It needs <code className="rounded-sm bg-neutral-soft px-1 py-0.5 text-fg text-xs">{permission}</code>
      {roles.length > 0 && ', which these roles include:'}
      {roles.map((role) => (
        <Badge key={role} className="ml-1.5">
          {role.charAt(0).toUpperCase() + role.slice(1)}
        </Badge>
      ))}
    </p>
  )
}

function Granters({ granters, permission }: ReturnType<typeof refusalDetailsOf>) {
  const subject = encodeURIComponent(`Access to ${permission ?? 'a page'} in Pawl`)
  return (
    <div>
      <p className="text-fg-subtle text-xs">Ask for it</p>
      <ul className="mt-1.5 flex flex-wrap justify-center gap-2">
        {granters.map(({ name, email }) => (
          <li key={email}>
            <a
              href={`mailto:${encodeURIComponent(email).replace('%40', '@')}?subject=${subject}`}
              title={email}
              className="inline-flex h-8 items-center gap-2 rounded-full border bg-surface pr-3 pl-1 font-medium text-fg transition-colors hover:bg-hover"
            >
              <Avatar name={name} size="sm" />
              {name}
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}
