export {
  createSandbox,
  type EvaluationRequest,
  type EvaluationResult,
  type Sandbox,
  type SandboxOptions,
} from './sandbox'
