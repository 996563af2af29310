'use client'

import { Check, Minus } from 'lucide-react'
import { Fragment } from 'react'
import { Sheet } from '@/components/ui/sheet'
import { ROLES, rolesWith } from '@/server/kernel/permissions'
import { PERMISSION_GROUPS, PERMISSION_TEXT } from './permission-texts'
import { ROLE_TEXT } from './roles'

/** What each role can do, read from the table that the server checks by. */
export function RoleMatrix({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Sheet
      isOpen={isOpen}
      onOpenChange={(next) => !next && onClose()}
      size="lg"
      title="What can each role do?"
      description="A role in a project adds to the role in the organization. Nobody grants more than they hold."
    >
      <dl className="mb-5 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-sm">
        {ROLES.map((role) => (
          <Fragment key={role}>
            <dt className="font-medium text-fg">{ROLE_TEXT[role].label}</dt>
            <dd className="m-0 text-fg-muted">{ROLE_TEXT[role].about}</dd>
          </Fragment>
        ))}
      </dl>
      <Matrix />
    </Sheet>
  )
}

function Matrix() {
  return (
    // A pane that scrolls must be reachable without a mouse.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section aria-label="Permissions by role" tabIndex={0} className="overflow-x-auto rounded-lg border">
      <table className="w-full min-w-[37rem] border-separate border-spacing-0 text-sm">
        <thead>
          <tr>
            <th
              scope="col"
              className="sticky left-0 z-[1] h-9 border-b bg-raised px-3 text-left font-medium text-fg-subtle text-xs"
            >
              May
            </th>
            {ROLES.map((role) => (
              <th
                key={role}
                scope="col"
                className="h-9 w-16 border-b px-1 text-center font-medium text-fg-subtle text-xs"
              >
                {ROLE_TEXT[role].label}
              </th>
            ))}
          </tr>
        </thead>
        {PERMISSION_GROUPS.map((group) => (
          <tbody key={group.title}>
            <tr>
              <th
                scope="colgroup"
                colSpan={ROLES.length + 1}
                className="h-8 border-b bg-sunken px-3 text-left font-medium text-2xs text-fg-muted"
              >
                <span className="sticky left-3">{group.title}</span>
              </th>
            </tr>
            {group.permissions.map((permission) => (
              <tr key={permission} className="group hover:bg-hover">
                <th
                  scope="row"
                  title={permission}
                  className="sticky left-0 h-8 whitespace-nowrap border-b bg-raised px-3 text-left font-normal text-fg group-hover:bg-hover"
                >
                  {PERMISSION_TEXT[permission]}
                </th>
                {ROLES.map((role) => (
                  <td key={role} className="h-8 border-b text-center">
                    <Mark isHeld={rolesWith(permission).includes(role)} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </section>
  )
}

function Mark({ isHeld }: { isHeld: boolean }) {
  const Icon = isHeld ? Check : Minus
  return (
    <span className="inline-grid place-items-center align-middle">
      <Icon
        aria-hidden="true"
        className={isHeld ? 'size-4 text-accent-text' : 'size-3 text-line-strong'}
        strokeWidth={isHeld ? 2.25 : 2}
      />
      <span className="sr-only">{isHeld ? 'yes' : 'no'}</span>
    </span>
  )
}
