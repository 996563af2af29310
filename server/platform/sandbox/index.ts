export type {
  EvaluationRequest,
  EvaluationResult,
  ProgramAnswer,
  ProgramCall,
  ProgramRequest,
  ProgramResult,
} from './requests'
export { createSandbox, type Sandbox, type SandboxOptions } from './sandbox'
