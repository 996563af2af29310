'use client'

import { Ellipsis, RefreshCw, Trash2 } from 'lucide-react'
import { IconButton } from '@/components/ui/icon-button'
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu'
import { RelativeTime } from '@/components/ui/relative-time'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table'
import type { Secret } from '@/server/features/secrets/schema'
import type { Reference } from '@/server/features/workflows/schema'
import { UsedBy } from './used-by'

export interface SecretsTableProps {
  secrets: readonly Secret[]
  usedBy: (name: string) => { workflows: readonly Reference[] | undefined; providers: readonly string[] }
  mayManage: boolean
  onReplace: (name: string) => void
  onDelete: (name: string) => void
}

export function SecretsTable({ secrets, usedBy, mayManage, onReplace, onDelete }: SecretsTableProps) {
  return (
    <Table label="Secrets" className="table-fixed">
      <TableHead>
        <TableHeader>Name</TableHeader>
        <TableHeader className="w-48 max-md:hidden">Used by</TableHeader>
        <TableHeader className="w-44 max-sm:hidden">Set by</TableHeader>
        <TableHeader align="right" className="w-28">
          Set
        </TableHeader>
        {mayManage && (
          <TableHeader isLabelHidden className="w-14">
            Actions
          </TableHeader>
        )}
      </TableHead>
      <TableBody>
        {secrets.map((secret) => (
          <TableRow key={secret.name}>
            <TableCell isTruncated className="font-mono text-xs" title={secret.name}>
              {secret.name}
            </TableCell>
            <TableCell isTruncated className="max-md:hidden">
              <UsedBy name={secret.name} {...usedBy(secret.name)} />
            </TableCell>
            <TableCell isTruncated isMuted className="max-sm:hidden">
              {secret.updatedBy ?? 'A former member'}
            </TableCell>
            <TableCell isNumeric isMuted>
              <RelativeTime at={secret.updatedAt} />
            </TableCell>
            {mayManage && (
              <TableCell alignment="right">
                <Menu
                  align="end"
                  trigger={
                    <IconButton label={`More for ${secret.name}`} size="sm">
                      <Ellipsis />
                    </IconButton>
                  }
                >
                  <MenuItem icon={<RefreshCw />} onSelect={() => onReplace(secret.name)}>
                    Replace value
                  </MenuItem>
                  <MenuSeparator />
                  <MenuItem icon={<Trash2 />} isDangerous onSelect={() => onDelete(secret.name)}>
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
