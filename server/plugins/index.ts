import { listStepKinds } from './step-kinds'
import { agentStep } from './steps/agent.step'
import { approvalStep } from './steps/approval.step'
import { assertStep } from './steps/assert.step'
import { codeStep } from './steps/code.step'
import { httpStep } from './steps/http.step'
import { setStep } from './steps/set.step'
import { waitStep } from './steps/wait.step'

/** What runs each step kind. `parallel` and `forEach` are the interpreter's own. */
export const stepKinds = listStepKinds([
  agentStep,
  approvalStep,
  assertStep,
  codeStep,
  httpStep,
  setStep,
  waitStep,
])
