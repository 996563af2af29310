import { TRPCClientError, type TRPCLink } from '@trpc/client'
import { observable } from '@trpc/server/observable'
import type { TRPCErrorShape } from '@trpc/server/rpc'
import type { AppRouter } from '@/server/api/trpc/router'

/** The server had trouble of its own: the browser connects again by itself. */
const PASSING_CODE = -32_603

/**
 * The link of live streams: tRPC's events over the browser's own `EventSource`. The client's own link for them
 * brings more code than all the rest of it, and every page carries it.
 */
export function liveLink(url: string): TRPCLink<AppRouter> {
  return () =>
    ({ op }) =>
      observable((observer) => {
        let lastEventId: string | undefined
        let source: EventSource | undefined
        let silence: ReturnType<typeof setTimeout> | undefined

        const tell = (state: 'connecting' | 'pending', error: TRPCClientError<AppRouter> | null = null) =>
          // The two states differ only in what their error may be.
          observer.next({ result: { type: 'state', state, error } as never })
        const stop = () => {
          clearTimeout(silence)
          source?.close()
        }
        const fail = (cause: object) => {
          stop()
          observer.error(TRPCClientError.from(cause))
        }

        function open() {
          const events = new EventSource(addressOf(url, op.path, op.input, lastEventId))
          source = events
          let silenceMs: number | undefined
          const heard = () => {
            clearTimeout(silence)
            if (silenceMs === undefined) return
            silence = setTimeout(() => {
              events.close()
              tell('connecting', new TRPCClientError(`Nothing was heard for ${silenceMs} ms`))
              open()
            }, silenceMs)
          }
          events.addEventListener('connected', ({ data }) => {
            silenceMs = JSON.parse(data).reconnectAfterInactivityMs
            heard()
            observer.next({ result: { type: 'started' } })
            tell('pending')
          })
          events.addEventListener('ping', heard)
          events.addEventListener('message', ({ data, lastEventId: id }) => {
            heard()
            if (id) lastEventId = id
            const value = JSON.parse(data)
            observer.next({ result: id ? { id, data: { id, data: value } } : { data: value } })
          })
          events.addEventListener('serialized-error', ({ data }) => {
            heard()
            const error: TRPCErrorShape = JSON.parse(data)
            if (error.code !== PASSING_CODE) fail({ error })
            else tell('connecting', TRPCClientError.from({ error }))
          })
          events.addEventListener('error', (event) => {
            if (events.readyState === EventSource.CLOSED) fail(event)
            else tell('connecting', TRPCClientError.from(event))
          })
          events.addEventListener('return', () => {
            stop()
            observer.next({ result: { type: 'stopped' } })
            observer.complete()
          })
        }

        tell('connecting')
        open()
        return stop
      })
}

/** What has been seen goes with the input: the server goes on after it. */
function addressOf(url: string, path: string, input: unknown, lastEventId: string | undefined): string {
  const given = lastEventId ? { ...(input as object), lastEventId } : input
  return `${url}/${path}?input=${encodeURIComponent(JSON.stringify(given))}`
}
