'use client'

import { Ellipsis, FlaskConical, Pencil, RefreshCw, Trash2 } from 'lucide-react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table'
import type { ProviderSummary } from '@/server/features/models/schema'
import { ProviderHealth } from './provider-health'
import { kindLabel } from './provider-kinds'

export interface ProvidersTableProps {
  providers: readonly ProviderSummary[]
  mayManage: boolean
  onChoose: (what: 'edit' | 'test' | 'rotate' | 'delete', provider: ProviderSummary) => void
}

export function ProvidersTable(props: ProvidersTableProps) {
  return (
    <Table label="Providers" className="table-fixed">
      <TableHead>
        <TableHeader className="sm:w-44">Name</TableHeader>
        <TableHeader className="w-56 max-lg:hidden">Kind</TableHeader>
        <TableHeader className="max-sm:w-36">Health</TableHeader>
        <TableHeader className="w-28 max-md:hidden">Key</TableHeader>
        {props.mayManage && (
          <TableHeader isLabelHidden className="w-14 sm:w-32">
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

function Row({ provider, mayManage, onChoose }: ProvidersTableProps & { provider: ProviderSummary }) {
  const { name, kind, baseUrl, isOffline } = provider
  return (
    <TableRow>
      <TableCell isTruncated>
        <span className="font-medium">{name}</span>
        <span className="block truncate text-fg-muted text-xs lg:hidden">{kindLabel(kind)}</span>
      </TableCell>
      <TableCell isTruncated className="max-lg:hidden" title={baseUrl ?? undefined}>
        {isOffline ? <Badge variant="outline">{kindLabel(kind)}</Badge> : kindLabel(kind)}
        {baseUrl && <span className="block truncate text-fg-subtle text-xs">{baseUrl}</span>}
      </TableCell>
      <TableCell isTruncated>
        <ProviderHealth provider={provider} />
      </TableCell>
      <TableCell className="max-md:hidden">
        <KeyState provider={provider} />
      </TableCell>
      {mayManage && (
        <TableCell>
          <span className="flex items-center justify-end gap-1">
            {!isOffline && <RowMenu provider={provider} onChoose={onChoose} />}
            <Button
              size="sm"
              icon={<FlaskConical />}
              onClick={() => onChoose('test', provider)}
              aria-label={`Test ${name}`}
              className={isOffline ? undefined : 'max-sm:hidden'}
            >
              <span className="max-sm:hidden">Test</span>
            </Button>
          </span>
        </TableCell>
      )}
    </TableRow>
  )
}

function RowMenu({
  provider,
  onChoose,
}: Pick<ProvidersTableProps, 'onChoose'> & { provider: ProviderSummary }) {
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label={`More for ${provider.name}`} size="sm">
          <Ellipsis />
        </IconButton>
      }
    >
      <MenuItem icon={<FlaskConical />} onSelect={() => onChoose('test', provider)}>
        Test
      </MenuItem>
      <MenuItem icon={<RefreshCw />} onSelect={() => onChoose('rotate', provider)}>
        Rotate key
      </MenuItem>
      <MenuItem icon={<Pencil />} onSelect={() => onChoose('edit', provider)}>
        Edit
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<Trash2 />} isDangerous onSelect={() => onChoose('delete', provider)}>
        Delete
      </MenuItem>
    </Menu>
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
