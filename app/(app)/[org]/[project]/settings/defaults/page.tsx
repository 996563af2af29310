import { DefaultsPage } from '@/components/settings/defaults-page'

export default function Defaults() {
  return <DefaultsPage />
}
