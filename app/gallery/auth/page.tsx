'use client'

import { AuthLayout } from '@/components/layout/auth-layout'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'

export default function AuthDemo() {
  return (
    <AuthLayout
      title="Sign in"
      description="Welcome back."
      footer="No account? Ask an owner of your organization to invite you."
    >
      <form className="flex flex-col gap-4">
        <Field label="E-mail">
          <Input type="email" autoComplete="username" />
        </Field>
        <Field label="Password">
          <Input type="password" autoComplete="current-password" />
        </Field>
        <Button variant="primary" size="lg" className="mt-1 w-full">
          Sign in
        </Button>
      </form>
    </AuthLayout>
  )
}
