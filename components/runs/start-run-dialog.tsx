'use client'

import { lazyDialog } from '../ui/lazy-dialog'
import type { StartRunDialogProps } from './start-run-dialog-body'

/** Asks for the inputs of a workflow's latest version and starts a run of it. */
export const StartRunDialog = lazyDialog<StartRunDialogProps>(() =>
  import('./start-run-dialog-body').then((module) => module.StartRunDialogBody),
)
