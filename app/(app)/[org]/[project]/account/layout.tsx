import type { ReactNode } from 'react'
import { AccountLayout } from '@/components/account/account-layout'

export default function Layout({ children }: { children: ReactNode }) {
  return <AccountLayout>{children}</AccountLayout>
}
