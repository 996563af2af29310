'use client'

import { Download } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Menu, MenuItem, MenuLabel } from '@/components/ui/menu'

export interface AuditExportProps {
  /** What `audit.export` takes, without the format. */
  filter: Record<string, string>
  isFiltered: boolean
}

/** The log, or what the filters leave of it, as a file. */
export function AuditExport({ filter, isFiltered }: AuditExportProps) {
  return (
    <Menu trigger={<Button icon={<Download />}>Export</Button>}>
      <MenuLabel>{isFiltered ? 'What the filters leave' : 'Every entry'}</MenuLabel>
      <MenuItem onSelect={() => download({ ...filter, format: 'csv' })} hint="spreadsheets">
        CSV
      </MenuItem>
      <MenuItem onSelect={() => download({ ...filter, format: 'json' })} hint="programs">
        JSON
      </MenuItem>
    </Menu>
  )
}

/** The browser saves what comes with a file name and stays on the page. */
function download(input: Record<string, string>): void {
  window.location.assign(`/api/download/audit.export?input=${encodeURIComponent(JSON.stringify(input))}`)
}
