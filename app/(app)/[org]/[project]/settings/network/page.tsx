import { NetworkPage } from '@/components/settings/network-page'

export default function Network() {
  return <NetworkPage />
}
