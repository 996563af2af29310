import { listStepKinds } from './step-kinds'
import { agentStep } from './steps/agent.step'
import { approvalStep } from './steps/approval.step'
import { assertStep } from './steps/assert.step'
import { codeStep } from './steps/code.step'
import { emitStep } from './steps/emit.step'
import { failStep } from './steps/fail.step'
import { httpStep } from './steps/http.step'
import { setStep } from './steps/set.step'
import { shellStep } from './steps/shell.step'
import { toolStep } from './steps/tool.step'
import { waitStep } from './steps/wait.step'
import { workflowStep } from './steps/workflow.step'

export { toolPort } from './tools'

/** What runs each step kind. `forEach`, `loop`, `parallel` and `switch` are the interpreter's own. */
export const stepKinds = listStepKinds([
  agentStep,
  approvalStep,
  assertStep,
  codeStep,
  emitStep,
  failStep,
  httpStep,
  setStep,
  shellStep,
  toolStep,
  waitStep,
  workflowStep,
])
