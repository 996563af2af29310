import type { StepKindName } from '@/server/language/contracts'
import { agentKind } from './agent'
import { approvalKind } from './approval'
import { assertKind } from './assert'
import { codeKind } from './code'
import { forEachKind } from './for-each'
import { httpKind } from './http'
import type { KindDefinition } from './kind'
import { parallelKind } from './parallel'
import { setKind } from './set'
import { waitKind } from './wait'

export const KINDS: Record<StepKindName, KindDefinition> = {
  agent: agentKind,
  approval: approvalKind,
  assert: assertKind,
  code: codeKind,
  forEach: forEachKind,
  http: httpKind,
  parallel: parallelKind,
  set: setKind,
  wait: waitKind,
}

export type { AgentConfig } from './agent'
export type { ApprovalConfig } from './approval'
export type { AssertConfig } from './assert'
export type { CodeConfig } from './code'
export type { ForEachConfig } from './for-each'
export type { HttpConfig } from './http'
export type { KindDefinition, TextRole } from './kind'
export type { ParallelConfig } from './parallel'
export type { SetConfig } from './set'
export type { WaitConfig } from './wait'
export {
  agentKind,
  approvalKind,
  assertKind,
  codeKind,
  forEachKind,
  httpKind,
  parallelKind,
  setKind,
  waitKind,
}
