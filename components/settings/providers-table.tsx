'use client'

import { Ellipsis, FlaskConical, Pencil, Trash2 } from 'lucide-react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table'
import type { ProviderSummary } from '@/server/features/models/schema'
import { kindLabel } from './provider-kinds'

export interface ProvidersTableProps {
  providers: readonly ProviderSummary[]
  mayManage: boolean
  onEdit: (provider: ProviderSummary) => void
  onTest: (provider: ProviderSummary) => void
  onDelete: (provider: ProviderSummary) => void
}

export function ProvidersTable(props: ProvidersTableProps) {
  return (
    <Table label="Providers" className="table-fixed">
      <TableHead>
        <TableHeader className="sm:w-48">Name</TableHeader>
        <TableHeader className="w-44 max-sm:hidden">Kind</TableHeader>
        <TableHeader className="max-md:hidden">Base URL</TableHeader>
        <TableHeader className="w-32 max-sm:hidden">Key</TableHeader>
        {props.mayManage && (
          <TableHeader isLabelHidden className="w-32">
            Actions
          </TableHeader>
        )}
      </TableHead>
      <TableBody>
        {props.providers.map((provider) => (
          <Row key={provider.name} {...props} provider={provider} />
        ))}
      </TableBody>
    </Table>
  )
}

function Row({
  provider,
  mayManage,
  onEdit,
  onTest,
  onDelete,
}: ProvidersTableProps & { provider: ProviderSummary }) {
  const { name, kind, baseUrl, isOffline } = provider
  return (
    <TableRow>
      <TableCell isTruncated>
        <span className="font-medium">{name}</span>
        <span className="block truncate text-fg-muted text-xs sm:hidden">{kindLabel(kind)}</span>
      </TableCell>
      <TableCell className="max-sm:hidden">
        {isOffline ? <Badge variant="outline">{kindLabel(kind)}</Badge> : kindLabel(kind)}
      </TableCell>
      <TableCell isTruncated isMuted className="max-md:hidden" title={baseUrl ?? undefined}>
        {isOffline ? 'Built in, no network' : (baseUrl ?? 'The vendor’s own')}
      </TableCell>
      <TableCell className="max-sm:hidden">
        <KeyState provider={provider} />
      </TableCell>
      {mayManage && (
        <TableCell>
          <span className="flex items-center justify-end gap-1">
            {!isOffline && (
              <Menu
                align="end"
                trigger={
                  <IconButton label={`More for ${name}`} size="sm">
                    <Ellipsis />
                  </IconButton>
                }
              >
                <MenuItem icon={<Pencil />} onSelect={() => onEdit(provider)}>
                  Edit
                </MenuItem>
                <MenuSeparator />
                <MenuItem icon={<Trash2 />} isDangerous onSelect={() => onDelete(provider)}>
                  Delete
                </MenuItem>
              </Menu>
            )}
            <Button
              size="sm"
              icon={<FlaskConical />}
              onClick={() => onTest(provider)}
              aria-label={`Test ${name}`}
            >
              Test
            </Button>
          </span>
        </TableCell>
      )}
    </TableRow>
  )
}

function KeyState({ provider }: { provider: ProviderSummary }) {
  if (provider.isOffline) return <span className="text-fg-subtle">Not needed</span>
  if (provider.hasKey) return <Badge tone="success">Stored</Badge>
  return provider.kind === 'openai-compatible' ? (
    <span className="text-fg-subtle">None</span>
  ) : (
    <Badge tone="danger">Missing</Badge>
  )
}
