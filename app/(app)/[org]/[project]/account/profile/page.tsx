import { ProfilePage } from '@/components/account/profile-page'

export default function Profile() {
  return <ProfilePage />
}
