'use client'

import { Copy, Ellipsis, Pencil, Trash2 } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Dialog, DialogClose } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { IconButton } from '@/components/ui/icon-button'
import { Input } from '@/components/ui/input'
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '@/components/ui/menu'
import { Popover } from '@/components/ui/popover'
import { PropertyList } from '@/components/ui/property-list'
import { Sheet } from '@/components/ui/sheet'
import { toast } from '@/components/ui/toast'
import { Tooltip } from '@/components/ui/tooltip'
import { Chapter, Specimen } from './specimen'

export function Overlays() {
  return (
    <Chapter title="Over the page">
      <Specimen name="Dialogs">
        <Dialog
          trigger={<Button>Rename…</Button>}
          title="Rename workflow"
          description="Links to it keep working."
          size="sm"
          footer={
            <>
              <DialogClose>
                <Button>Keep the name</Button>
              </DialogClose>
              <DialogClose>
                <Button variant="primary">Rename</Button>
              </DialogClose>
            </>
          }
        >
          <Field label="Name">
            <Input defaultValue="Release notes" />
          </Field>
        </Dialog>
        <ConfirmDialog
          trigger={<Button variant="danger-quiet">Delete project…</Button>}
          title="Delete this project?"
          description="Its workflows, runs and secrets are removed for good after 7 days."
          confirmLabel="Delete project"
          isDangerous
          typedConfirmation="atlas"
          onConfirm={async () => {
            throw new Error('A run is still going. Cancel it first.')
          }}
        />
        <Sheet trigger={<Button>Open sheet</Button>} title="Step fetch" description="http · 3 attempts">
          <PropertyList
            items={[
              { label: 'Started', value: '12:04:11' },
              { label: 'Took', value: '1.4s' },
              { label: 'Attempts', value: '3' },
            ]}
          />
        </Sheet>
      </Specimen>
      <Specimen name="Floating">
        <Menu
          trigger={
            <IconButton label="More" variant="secondary">
              <Ellipsis />
            </IconButton>
          }
          align="start"
        >
          <MenuLabel>Run</MenuLabel>
          <MenuItem icon={<Copy />} shortcut="mod+c">
            Copy id
          </MenuItem>
          <MenuItem icon={<Pencil />} shortcut="e">
            Rename
          </MenuItem>
          <MenuItem isDisabled>Not available</MenuItem>
          <MenuSeparator />
          <MenuItem icon={<Trash2 />} isDangerous>
            Delete
          </MenuItem>
        </Menu>
        <Popover label="About waits" trigger={<Button>Popover</Button>}>
          A wait keeps its due time in the database; a restart changes nothing.
        </Popover>
        <Tooltip content="Retry from the failed step" shortcut="r">
          <Button>Tooltip</Button>
        </Tooltip>
      </Specimen>
      <Specimen name="Toasts">
        <Button
          onClick={() => toast.success('Workflow published', { description: 'Release notes, version 7' })}
        >
          Success
        </Button>
        <Button
          onClick={() =>
            toast.error('The run could not be cancelled', {
              description: 'It ended a moment ago.',
              action: { label: 'Open', onClick: () => {} },
            })
          }
        >
          Error
        </Button>
        <Button onClick={() => toast.info('A newer version is published')}>Info</Button>
      </Specimen>
    </Chapter>
  )
}
