'use client'

import { Checkbox } from '@/components/ui/checkbox'
import type { Permission } from '@/server/kernel/permissions'
import { permissionGroups, toggled, verbOf } from './new-key'

export interface PermissionPickerProps {
  /** What there is to choose from. */
  offered: readonly Permission[]
  chosen: readonly Permission[]
  onChange: (chosen: readonly Permission[]) => void
}

/** Every permission the reader may hand on, by noun; a noun's box takes all of its own. */
export function PermissionPicker({ offered, chosen, onChange }: PermissionPickerProps) {
  return (
    <div className="max-h-72 divide-y overflow-y-auto rounded-lg border">
      {permissionGroups(offered).map(({ label, permissions }) => {
        const held = permissions.filter((permission) => chosen.includes(permission))
        const isAll = held.length === permissions.length
        return (
          <fieldset key={label} className="flex gap-x-3 gap-y-1.5 px-3 py-2 max-sm:flex-col">
            <legend className="sr-only">{label}</legend>
            <div className="w-40 shrink-0">
              <Checkbox
                label={<span className="font-medium">{label}</span>}
                checked={isAll ? true : held.length > 0 ? 'indeterminate' : false}
                onCheckedChange={() =>
                  onChange([
                    ...chosen.filter((permission) => !permissions.includes(permission)),
                    ...(isAll ? [] : permissions),
                  ])
                }
              />
            </div>
            <div className="flex flex-1 flex-wrap gap-x-5 gap-y-1.5 max-sm:pl-6">
              {permissions.map((permission) => (
                <Checkbox
                  key={permission}
                  label={<span title={permission}>{verbOf(permission)}</span>}
                  checked={chosen.includes(permission)}
                  onCheckedChange={() => onChange(toggled(chosen, permission))}
                />
              ))}
            </div>
          </fieldset>
        )
      })}
    </div>
  )
}
