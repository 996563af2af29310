import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { samePath } from '@/components/sessions/same-path'
import { SignIn } from '@/components/sessions/sign-in'
import { readWhoami } from '@/server/api/server-caller'

export const metadata: Metadata = { title: 'Sign in' }

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ callbackUrl?: string | string[] }>
}) {
  const { callbackUrl } = await searchParams
  const target = samePath(callbackUrl) ?? '/'
  if (await readWhoami(await headers())) redirect(target)
  return <SignIn target={target} />
}
