'use client'

import { CircleStop, Ellipsis, Eraser, OctagonX, Pause, Repeat2, RotateCcw, Undo2 } from 'lucide-react'
import { type ReactNode, useMemo, useState } from 'react'
import type { RunView } from '@/server/kernel/run-view'
import { useProject } from '../data/project'
import { useShortcuts } from '../layout/shortcuts'
import { Button } from '../ui/button'
import { IconButton } from '../ui/icon-button'
import { lazyDialog } from '../ui/lazy-dialog'
import { Menu, MenuItem } from '../ui/menu'
import type { CancelDialogProps } from './cancel-dialog'
import type { EraseDialogProps } from './erase-dialog'
import { ReplayDialog } from './replay-dialog'
import type { RollBackDialogProps } from './roll-back-dialog'
import type { Run } from './run'
import { offersOf, type RunOffers } from './run-offers'
import { useRunActions } from './use-run-actions'

const CancelDialog = lazyDialog<CancelDialogProps>(() =>
  import('./cancel-dialog').then((module) => module.CancelDialog),
)
const RollBackDialog = lazyDialog<RollBackDialogProps>(() =>
  import('./roll-back-dialog').then((module) => module.RollBackDialog),
)
const EraseDialog = lazyDialog<EraseDialogProps>(() =>
  import('./erase-dialog').then((module) => module.EraseDialog),
)

type OpenDialog = 'cancel' | 'replay' | 'rollBack' | 'erase'

export interface RunActionsProps {
  run: Run
  view: RunView | undefined
}

/** What may be done with the run, the likeliest last; the rest in a menu. */
export function RunActions({ run, view }: RunActionsProps) {
  const { can } = useProject()
  const [open, setOpen] = useState<OpenDialog>()
  const actions = useRunActions(run)
  const offers = offersOf({ run, view, can })
  const status = view?.status ?? run.status
  const isHalfRolledBack = view?.phase === 'rollback' && status === 'failed' && offers.rollBack
  useActionShortcuts(offers, actions, setOpen)
  const close = () => setOpen(undefined)
  return (
    <>
      <Buttons
        offers={offers}
        actions={actions}
        onOpen={setOpen}
        isHalfRolledBack={isHalfRolledBack}
        status={status}
      />
      <CancelDialog
        isOpen={open === 'cancel'}
        onOpenChange={close}
        isForced={offers.stop}
        onCancel={actions.cancel}
      />
      <ReplayDialog isOpen={open === 'replay'} onOpenChange={close} run={run} view={view} />
      <RollBackDialog
        isOpen={open === 'rollBack'}
        onOpenChange={close}
        number={run.number}
        paths={run.undoable}
        steps={view?.steps}
        isRetry={isHalfRolledBack}
        onRollBack={actions.rollBack}
      />
      <EraseDialog
        isOpen={open === 'erase'}
        onOpenChange={close}
        number={run.number}
        onErase={actions.erase}
      />
    </>
  )
}

interface ButtonsProps {
  offers: RunOffers
  actions: ReturnType<typeof useRunActions>
  onOpen: (dialog: OpenDialog) => void
  /** An earlier rollback stopped before its end. */
  isHalfRolledBack: boolean
  status: Run['status']
}

function Buttons({ offers, actions, onOpen, isHalfRolledBack, status }: ButtonsProps) {
  // After a rollback, whole or not, going on is the exception.
  const isResumeInMenu = isHalfRolledBack || status === 'rolled_back'
  const inMenu: ReactNode[] = []
  if (offers.resume && isResumeInMenu)
    inMenu.push(
      <MenuItem key="resume" icon={<RotateCcw />} shortcut="r" onSelect={actions.resume}>
        Resume
      </MenuItem>,
    )
  if (offers.rollBack && !isHalfRolledBack)
    inMenu.push(
      <MenuItem key="rollBack" icon={<Undo2 />} shortcut="b" onSelect={() => onOpen('rollBack')}>
        Roll back…
      </MenuItem>,
    )
  if (offers.erase)
    inMenu.push(
      <MenuItem key="erase" icon={<Eraser />} isDangerous onSelect={() => onOpen('erase')}>
        Erase payloads
      </MenuItem>,
    )
  return (
    <>
      {offers.cancel && (
        <Button icon={<CircleStop />} onClick={() => onOpen('cancel')}>
          Cancel
        </Button>
      )}
      {offers.stop && (
        <Button variant="danger" icon={<OctagonX />} onClick={() => onOpen('cancel')}>
          Stop now
        </Button>
      )}
      {offers.pause && (
        <Button icon={<Pause />} isLoading={actions.isPausing} onClick={actions.pause}>
          Pause
        </Button>
      )}
      {offers.replay && (
        <Button icon={<Repeat2 />} onClick={() => onOpen('replay')}>
          Replay
        </Button>
      )}
      {isHalfRolledBack && (
        <Button variant="primary" icon={<Undo2 />} onClick={() => onOpen('rollBack')}>
          Retry rollback
        </Button>
      )}
      {offers.resume && !isResumeInMenu && (
        <Button
          variant="primary"
          icon={<RotateCcw />}
          isLoading={actions.isResuming}
          onClick={actions.resume}
        >
          {status === 'failed' ? 'Resume from failed step' : 'Resume'}
        </Button>
      )}
      {inMenu.length > 0 && (
        <Menu
          align="end"
          trigger={
            <IconButton label="More for this run" variant="secondary">
              <Ellipsis />
            </IconButton>
          }
        >
          {inMenu}
        </Menu>
      )}
    </>
  )
}

/** What waits for an answer of its own opens its dialog first; the rest is done at once. */
function useActionShortcuts(
  offers: RunOffers,
  actions: ReturnType<typeof useRunActions>,
  open: (dialog: OpenDialog) => void,
) {
  const { pause, continue: goOn, cancel, stop, resume, replay, rollBack } = offers
  // The callbacks are made anew with each render; what they do follows from what is listed here.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const shortcuts = useMemo(
    () => [
      {
        keys: 'p',
        label: goOn ? 'Continue the run' : 'Pause the run',
        onPress: goOn ? actions.continue : actions.pause,
        isOff: !pause && !goOn,
      },
      {
        keys: 'c',
        label: stop ? 'Stop the run now' : 'Cancel the run',
        onPress: () => open('cancel'),
        isOff: !cancel && !stop,
      },
      { keys: 'r', label: 'Resume the run', onPress: actions.resume, isOff: !resume },
      { keys: 'n', label: 'Replay as a new run', onPress: () => open('replay'), isOff: !replay },
      { keys: 'b', label: 'Roll the run back', onPress: () => open('rollBack'), isOff: !rollBack },
    ],
    [pause, goOn, cancel, stop, resume, replay, rollBack],
  )
  useShortcuts('Run', shortcuts)
}
