'use client'

import { lazyDialog } from '../ui/lazy-dialog'
import type { ReplayDialogProps } from './replay-dialog-body'

/** Asks how to repeat a run: from where, on which version, with which inputs. */
export const ReplayDialog = lazyDialog<ReplayDialogProps>(() =>
  import('./replay-dialog-body').then((module) => module.ReplayDialogBody),
)
