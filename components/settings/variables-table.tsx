'use client'

import { Ellipsis, Pencil, Trash2 } from 'lucide-react'
import { IconButton } from '@/components/ui/icon-button'
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu'
import { RelativeTime } from '@/components/ui/relative-time'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table'
import type { Variable } from '@/server/features/variables/schema'
import type { Reference } from '@/server/features/workflows/schema'
import { UsedBy } from './used-by'
import { lineOf } from './variable-value'

export interface VariablesTableProps {
  variables: readonly Variable[]
  usedBy: (name: string) => readonly Reference[] | undefined
  mayManage: boolean
  onEdit: (variable: Variable) => void
  onDelete: (name: string) => void
}

export function VariablesTable({ variables, usedBy, mayManage, onEdit, onDelete }: VariablesTableProps) {
  return (
    <Table label="Variables" className="table-fixed">
      <TableHead>
        <TableHeader className="sm:w-52">Name</TableHeader>
        <TableHeader>Value</TableHeader>
        <TableHeader className="w-36 max-md:hidden">Used by</TableHeader>
        <TableHeader className="w-36 max-xl:hidden">Set by</TableHeader>
        <TableHeader align="right" className="w-24 max-sm:hidden">
          Set
        </TableHeader>
        {mayManage && (
          <TableHeader isLabelHidden className="w-14">
            Actions
          </TableHeader>
        )}
      </TableHead>
      <TableBody>
        {variables.map((variable) => (
          <TableRow key={variable.name}>
            <TableCell isTruncated title={variable.name}>
              <span className="font-mono text-xs">{variable.name}</span>
              {variable.description && (
                <span className="block truncate text-fg-subtle text-xs" title={variable.description}>
                  {variable.description}
                </span>
              )}
            </TableCell>
            <TableCell isTruncated isMuted className="font-mono text-xs" title={lineOf(variable.value)}>
              {lineOf(variable.value)}
            </TableCell>
            <TableCell isTruncated className="max-md:hidden">
              <UsedBy name={variable.name} workflows={usedBy(variable.name)} />
            </TableCell>
            <TableCell isTruncated isMuted className="max-xl:hidden">
              {variable.updatedBy ?? 'A former member'}
            </TableCell>
            <TableCell isNumeric isMuted className="max-sm:hidden">
              <RelativeTime at={variable.updatedAt} />
            </TableCell>
            {mayManage && (
              <TableCell alignment="right">
                <Menu
                  align="end"
                  trigger={
                    <IconButton label={`More for ${variable.name}`} size="sm">
                      <Ellipsis />
                    </IconButton>
                  }
                >
                  <MenuItem icon={<Pencil />} onSelect={() => onEdit(variable)}>
                    Edit
                  </MenuItem>
                  <MenuSeparator />
                  <MenuItem icon={<Trash2 />} isDangerous onSelect={() => onDelete(variable.name)}>
                    Delete
                  </MenuItem>
                </Menu>
              </TableCell>
            )}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}
