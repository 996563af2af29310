import { GeneralPage } from '@/components/settings/general-page'

export default function General() {
  return <GeneralPage />
}
