'use client'

import { useProject } from '@/components/data/project'
import { useBreadcrumbs } from '@/components/layout/breadcrumbs'
import { Avatar } from '@/components/ui/avatar'
import { Card } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { ProfileForm } from './profile-form'
import { ThemeChoice } from './theme-choice'

/** Who one is to the others, and how dates and the screen look. */
export function ProfilePage() {
  const { user } = useProject()
  useBreadcrumbs([{ label: 'Account' }, { label: 'Profile' }])
  return (
    <>
      <PageHeader
        title="Profile"
        description="How others see you, and how Pawl shows you dates. It counts in all of your organizations."
        leading={<Avatar name={user.name} />}
      />
      <div className="flex max-w-2xl flex-col gap-5">
        <ProfileForm key={user.id} user={user} />
        <Card title="Appearance">
          <ThemeChoice />
        </Card>
      </div>
    </>
  )
}
