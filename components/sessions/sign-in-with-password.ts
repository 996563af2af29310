'use client'

import { postToAuth } from './auth-api'
import { readAnswer, type SignInAnswer } from './sign-in-answer'

/** Signs in with a password; never throws: a server that does not answer is `failed`. */
export async function signInWithPassword(email: string, password: string): Promise<SignInAnswer> {
  try {
    const { ok, url } = await postToAuth('callback/credentials', { email, password })
    return readAnswer({ ok, error: url.searchParams.get('error') })
  } catch {
    return { kind: 'failed' }
  }
}
