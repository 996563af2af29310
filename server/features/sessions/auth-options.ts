import type { NextAuthOptions } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { recordSessionEvent } from '@/server/operations'
import { systemDb } from '@/server/platform/db'
import { signIn } from './sign-in'
import { readSession, revokeSessions } from './store'

/**
 * next-auth with a password. The token carries a session id and nothing else: each request looks its
 * row up, so revoking it signs out at once.
 */
export function authOptions(): NextAuthOptions {
  return {
    session: { strategy: 'jwt' },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    providers: [
      Credentials({
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        async authorize(credentials, request) {
          const headers = new Headers(request.headers as Record<string, string> | undefined)
          const result = await signIn({
            email: credentials?.email ?? '',
            password: credentials?.password ?? '',
            ip: clientIp(headers),
            userAgent: headers.get('user-agent'),
          })
          // next-auth hands the message to the page as `error`.
          if (result.kind === 'throttled') throw new Error(`throttled:${result.retryAfterMs}`)
          return result.kind === 'signed-in' ? { id: result.sessionId } : null
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user ? { sid: user.id } : { sid: token.sid }),
      session: ({ token, session }) => ({ expires: session.expires, sid: token.sid }),
      redirect: ({ url, baseUrl }) =>
        url.startsWith('/') && !url.startsWith('//') ? `${baseUrl}${url}` : baseUrl,
    },
    events: {
      async signOut({ token }) {
        if (typeof token.sid !== 'string') return
        const now = new Date()
        const user = await readSession(token.sid, now)
        if (!user) return
        await revokeSessions(systemDb(), user.userId, { only: user.sessionId }, now)
        await recordSessionEvent({
          action: 'sessions.signOut',
          outcome: 'done',
          user,
          details: { sessionId: user.sessionId },
          ip: null,
        })
      },
    },
  }
}

/**
 * The address a request came from. The server has put it into `x-forwarded-for` in place of what the
 * client sent (scripts/serve/client-address.ts); the last entry, should anything have been put before it.
 */
export function clientIp(headers: Headers): string | null {
  return headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() || null
}
