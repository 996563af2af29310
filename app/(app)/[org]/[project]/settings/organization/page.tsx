import { OrganizationPage } from '@/components/settings/organization-page'

export default function Organization() {
  return <OrganizationPage />
}
