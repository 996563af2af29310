export type SignInAnswer =
  | { kind: 'signed-in' }
  | { kind: 'refused' }
  | { kind: 'throttled'; retryAfterMs: number }
  | { kind: 'failed' }

/** Reads what next-auth answers to a sign-in; it hands our own reason over as its `error` text. */
export function readAnswer(answer: { ok: boolean; error: string | null } | undefined): SignInAnswer {
  if (!answer) return { kind: 'failed' }
  if (answer.ok && !answer.error) return { kind: 'signed-in' }
  const throttled = /^throttled:(\d+)$/.exec(answer.error ?? '')
  if (throttled) return { kind: 'throttled', retryAfterMs: Number(throttled[1]) }
  return { kind: answer.error === 'CredentialsSignin' ? 'refused' : 'failed' }
}

/** `12 minutes`, `1 minute`, `40 seconds`: rounded up, so that trying then works. */
export function formatWait(waitMs: number): string {
  const seconds = Math.max(1, Math.ceil(waitMs / 1_000))
  if (seconds < 60) return seconds === 1 ? '1 second' : `${seconds} seconds`
  const minutes = Math.ceil(seconds / 60)
  return minutes === 1 ? '1 minute' : `${minutes} minutes`
}
