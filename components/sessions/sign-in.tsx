import { AuthLayout } from '@/components/layout/auth-layout'
import { SignInForm } from './sign-in-form'

export function SignIn({ target }: { target: string }) {
  return (
    <AuthLayout
      title="Sign in to Pawl"
      description={target === '/' ? 'Go on where you left off.' : 'Then you go on to the page you asked for.'}
      footer="No account yet, or password lost? Ask an owner or admin of your organization."
    >
      <SignInForm target={target} />
    </AuthLayout>
  )
}
