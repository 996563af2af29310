import { toast } from '@/components/ui/toast'
import { postToAuth } from './auth-api'

/** Ends the session here and on the server, drops everything this tab has read, and goes on at `path`. */
export async function signOut(path = '/sign-in'): Promise<void> {
  try {
    const { ok } = await postToAuth('signout')
    if (!ok) throw new Error('The server did not end the session.')
    window.location.assign(path)
  } catch {
    toast.error('You are still signed in', { description: 'The server did not answer. Try again.' })
  }
}
