import { ProvidersPanel } from '@/components/settings/providers-panel'

export default function Providers() {
  return <ProvidersPanel />
}
