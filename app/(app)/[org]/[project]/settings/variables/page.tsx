import { VariablesPanel } from '@/components/settings/variables-panel'

export default function Variables() {
  return <VariablesPanel />
}
