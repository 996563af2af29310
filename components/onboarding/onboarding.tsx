'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTRPC } from '@/components/data/trpc'
import { AuthLayout } from '@/components/layout/auth-layout'
import { QueryView } from '@/components/layout/view-state'
import { Button } from '@/components/ui/button'
import { Skeleton } from '@/components/ui/skeleton'
import { OnboardingForm } from './onboarding-form'
import { OwnerLinkHelp } from './owner-link-help'

/** What an owner link opens: the form while the link works, else what to do. */
export function Onboarding({ token }: { token: string }) {
  const trpc = useTRPC()
  const query = useQuery(
    // Asked once: the answer must not change under somebody who is filling in the form.
    trpc.onboarding.check.queryOptions({ token }, { staleTime: Number.POSITIVE_INFINITY, gcTime: 0 }),
  )
  const state = query.data?.state
  return (
    <AuthLayout {...HEADS[state ?? 'valid']}>
      <QueryView query={query} skeleton={<FormSkeleton />}>
        {(link) => {
          if (link.state === 'valid') return <OnboardingForm token={token} />
          if (link.state === 'owned')
            return (
              <Button asChild variant="primary" size="lg" className="w-full">
                <Link href="/sign-in">Sign in</Link>
              </Button>
            )
          return <OwnerLinkHelp lead="Print a new link on the machine that runs Pawl, and open that one:" />
        }}
      </QueryView>
    </AuthLayout>
  )
}

const HEADS = {
  valid: {
    title: 'Welcome to Pawl',
    description: 'Make your account and your organization. You become its owner.',
  },
  invalid: {
    title: 'This link does not work any more',
    description: 'It was used already, has expired, or a newer one was printed.',
  },
  owned: {
    title: 'This Pawl has an owner',
    description: 'Onboarding is done. Sign in, or ask an owner or admin to add you.',
  },
}

function FormSkeleton() {
  return (
    <div className="flex flex-col gap-4">
      {['name', 'email', 'password', 'organization'].map((field) => (
        <div key={field} className="flex flex-col gap-1.5">
          <Skeleton className="h-5 w-24" />
          <Skeleton className="h-10 w-full" />
        </div>
      ))}
      <Skeleton className="mt-1 h-10 w-full" />
    </div>
  )
}
