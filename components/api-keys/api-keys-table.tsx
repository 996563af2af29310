'use client'

import type { ReactNode } from 'react'
import { Avatar } from '@/components/ui/avatar'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/relative-time'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table'
import type { ApiKeySummary } from '@/server/features/api-keys/schema'
import { KeyPermissions } from './key-permissions'

export interface ApiKeysTableProps {
  keys: readonly ApiKeySummary[]
  onRevoke: (key: ApiKeySummary) => void
}

export function ApiKeysTable({ keys, onRevoke }: ApiKeysTableProps) {
  const hasOthers = keys.some((key) => !key.isMine)
  return (
    <Table label="API keys" className="table-fixed">
      <TableHead>
        <TableHeader>Key</TableHeader>
        {hasOthers && <TableHeader className="w-40 max-lg:hidden">Acts for</TableHeader>}
        <TableHeader className="w-48 max-md:hidden">May do</TableHeader>
        <TableHeader className="w-32 max-sm:hidden">Last used</TableHeader>
        <TableHeader className="w-28 max-lg:hidden">Ends</TableHeader>
        <TableHeader isLabelHidden className="w-24">
          Actions
        </TableHeader>
      </TableHead>
      <TableBody>
        {keys.map((key) => (
          <TableRow key={key.id}>
            <TableCell isTruncated>
              <span className="flex flex-col gap-0.5">
                <span className="truncate font-medium text-fg" title={key.name}>
                  {key.name}
                </span>
                <code className="truncate text-fg-subtle text-xs">pawl_{key.prefix}_…</code>
                <span className="text-fg-subtle text-xs sm:hidden">{lastUse(key)}</span>
              </span>
            </TableCell>
            {hasOthers && (
              <TableCell isTruncated className="max-lg:hidden">
                <span className="flex items-center gap-2" title={key.user.email}>
                  <Avatar name={key.user.name} size="xs" />
                  <span className="truncate">{key.isMine ? 'You' : key.user.name}</span>
                </span>
              </TableCell>
            )}
            <TableCell className="max-md:hidden">
              <KeyPermissions apiKey={key} />
            </TableCell>
            <TableCell isMuted className="max-sm:hidden">
              {lastUse(key)}
            </TableCell>
            <TableCell isMuted className="max-lg:hidden">
              <End apiKey={key} />
            </TableCell>
            <TableCell alignment="right">
              {key.state === 'active' ? (
                <Button
                  size="sm"
                  variant="danger-quiet"
                  aria-label={`Revoke ${key.name}`}
                  onClick={() => onRevoke(key)}
                >
                  Revoke
                </Button>
              ) : (
                <Badge tone={key.state === 'revoked' ? 'danger' : 'neutral'}>
                  {key.state === 'revoked' ? 'Revoked' : 'Expired'}
                </Badge>
              )}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}

function lastUse({ lastUsedAt, lastUsedIp }: ApiKeySummary): ReactNode {
  if (!lastUsedAt) return 'Never used'
  return (
    <span title={lastUsedIp ? `From ${lastUsedIp}` : undefined}>
      <RelativeTime at={lastUsedAt} />
    </span>
  )
}

function End({ apiKey: { expiresAt, revokedAt } }: { apiKey: ApiKeySummary }) {
  if (revokedAt) return <RelativeTime at={revokedAt} />
  if (!expiresAt) return 'Never'
  return <RelativeTime at={expiresAt} />
}
