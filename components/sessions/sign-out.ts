import { signOut as leave } from 'next-auth/react'

/** Ends the session here and on the server, and drops everything this tab has read. */
export async function signOut(): Promise<void> {
  await leave({ redirect: false })
  window.location.assign('/sign-in')
}
