export { isCutLine } from './collect-output'
export { instanceShell } from './instance-shell'
export { type Command, type CommandResult, createShell, type Shell, type ShellOptions } from './shell'
