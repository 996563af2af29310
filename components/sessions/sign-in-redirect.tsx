'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { Spinner } from '@/components/ui/spinner'
import { signInAddress } from './same-path'

/** Leads to sign-in and back to this very address, query included, which a server layout cannot know. */
export function SignInRedirect() {
  const router = useRouter()
  useEffect(() => {
    const { pathname, search } = window.location
    router.replace(signInAddress(`${pathname}${search}`))
  }, [router])
  return (
    <main className="grid min-h-dvh place-items-center">
      <Spinner label="Taking you to sign-in" />
    </main>
  )
}
