import { SecretsPanel } from '@/components/settings/secrets-panel'

export default function Secrets() {
  return <SecretsPanel />
}
