import { SecurityPage } from '@/components/account/security-page'

export default function Security() {
  return <SecurityPage />
}
