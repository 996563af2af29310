'use client'

// The root layout itself failed, so nothing of it may be used here: no theme, no fonts, no components.
export default function GlobalError({
  error,
  reset,
}: {
  error: Error & { digest?: string }
  reset: () => void
}) {
  return (
    <html lang="en" style={{ colorScheme: 'light dark' }}>
      <head>
        <title>Pawl failed to load</title>
      </head>
      <body
        style={{
          fontFamily: 'system-ui, sans-serif',
          display: 'grid',
          placeItems: 'center',
          minHeight: '90vh',
        }}
      >
        <main style={{ maxWidth: '28rem', padding: '2rem', textAlign: 'center', lineHeight: 1.5 }}>
          <h1 style={{ fontSize: '1.25rem' }}>Pawl failed to load</h1>
          <p>Something went wrong on our side. Your runs are not affected.</p>
          {error.digest && (
            <p>
              <small>
                If it stays, tell your admin this id: <code>{error.digest}</code>
              </small>
            </p>
          )}
          <button type="button" onClick={reset} style={{ padding: '0.5rem 1rem', cursor: 'pointer' }}>
            Try again
          </button>
        </main>
      </body>
    </html>
  )
}
