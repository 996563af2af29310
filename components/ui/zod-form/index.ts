export { FormProblem } from './form-problem'
export { useZodForm } from './use-zod-form'
