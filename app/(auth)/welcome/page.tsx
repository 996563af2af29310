import type { Metadata } from 'next'
import { Onboarding } from '@/components/onboarding/onboarding'

export const metadata: Metadata = { title: 'Welcome' }

export default async function WelcomePage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string | string[] }>
}) {
  const { token } = await searchParams
  return <Onboarding token={typeof token === 'string' ? token : ''} />
}
