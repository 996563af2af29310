import { RetentionPage } from '@/components/settings/retention-page'

export default function Retention() {
  return <RetentionPage />
}
