import { Suspense } from 'react'
import { Settings } from '@/components/settings/settings'

export default function SettingsPage() {
  return (
    <Suspense>
      <Settings />
    </Suspense>
  )
}
