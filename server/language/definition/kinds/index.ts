import type { StepKindName } from '@/server/language/contracts'
import { agentKind } from './agent'
import { approvalKind } from './approval'
import { assertKind } from './assert'
import { codeKind } from './code'
import { emitKind } from './emit'
import { failKind } from './fail'
import { forEachKind } from './for-each'
import { httpKind } from './http'
import type { KindDefinition } from './kind'
import { loopKind } from './loop'
import { parallelKind } from './parallel'
import { setKind } from './set'
import { shellKind } from './shell'
import { switchKind } from './switch'
import { toolKind } from './tool'
import { waitKind } from './wait'
import { workflowKind } from './workflow'

export const KINDS: Record<StepKindName, KindDefinition> = {
  agent: agentKind,
  approval: approvalKind,
  assert: assertKind,
  code: codeKind,
  emit: emitKind,
  fail: failKind,
  forEach: forEachKind,
  http: httpKind,
  loop: loopKind,
  parallel: parallelKind,
  set: setKind,
  shell: shellKind,
  switch: switchKind,
  tool: toolKind,
  wait: waitKind,
  workflow: workflowKind,
}

export type { AgentConfig } from './agent'
export type { ApprovalConfig } from './approval'
export type { AssertConfig } from './assert'
export type { CodeConfig } from './code'
export type { EmitConfig } from './emit'
export type { FailConfig } from './fail'
export type { ForEachConfig } from './for-each'
export type { HttpConfig } from './http'
export type { KindDefinition, TextRole } from './kind'
export type { LoopConfig } from './loop'
export type { ParallelConfig } from './parallel'
export type { SetConfig } from './set'
export type { ShellConfig } from './shell'
export type { SwitchConfig } from './switch'
export type { ToolConfig } from './tool'
export type { WaitConfig } from './wait'
export type { WorkflowStepConfig } from './workflow'
export {
  agentKind,
  approvalKind,
  assertKind,
  codeKind,
  emitKind,
  failKind,
  forEachKind,
  httpKind,
  loopKind,
  parallelKind,
  setKind,
  shellKind,
  switchKind,
  toolKind,
  waitKind,
  workflowKind,
}
