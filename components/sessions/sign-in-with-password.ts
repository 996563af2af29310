'use client'

import { signIn } from 'next-auth/react'
import { readAnswer, type SignInAnswer } from './sign-in-answer'

/** Signs in with a password; never throws: a server that does not answer is `failed`. */
export async function signInWithPassword(email: string, password: string): Promise<SignInAnswer> {
  try {
    return readAnswer(await signIn('credentials', { redirect: false, email, password }))
  } catch {
    return { kind: 'failed' }
  }
}
