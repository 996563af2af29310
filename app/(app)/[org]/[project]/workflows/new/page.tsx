import { NewWorkflow } from '@/components/workflows/new-workflow'

export default function NewWorkflowPage() {
  return <NewWorkflow />
}
