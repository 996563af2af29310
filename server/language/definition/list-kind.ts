/**
 * What a list of steps is for. `main`: the steps of the workflow. `branch`: of `parallel` or `switch`. `item`: of
 * `forEach`. `iteration`: of `loop`. `handler`: what `onError` runs. `undo`: the one step of an `undo`.
 */
export type ListKind = 'main' | 'branch' | 'item' | 'iteration' | 'handler' | 'undo' | 'finally'
