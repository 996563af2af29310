/** As much of the browser's `EventSource` as a test needs: reads the events of one response of `fetch`. */
export class StreamedEvents extends EventTarget {
  static readonly CLOSED = 2
  /** Swallows the server's goodbye, like a connection that died unnoticed. */
  static staysOpen = false
  readyState = 1

  constructor(address: string) {
    super()
    void this.#read(address)
  }

  close() {
    this.readyState = StreamedEvents.CLOSED
  }

  async #read(address: string) {
    const response = await fetch(address, { headers: { accept: 'text/event-stream' } })
    for (const block of (await response.text()).split('\n\n')) {
      const fields = new Map(
        block
          .split('\n')
          .filter(Boolean)
          .map((line) => {
            const [name = '', ...rest] = line.split(': ')
            return [name, rest.join(': ')] as const
          }),
      )
      const type = fields.get('event') ?? 'message'
      const data = fields.get('data')
      if (this.readyState === StreamedEvents.CLOSED || data === undefined) continue
      if (type === 'return' && StreamedEvents.staysOpen) continue
      this.dispatchEvent(new MessageEvent(type, { data, lastEventId: fields.get('id') ?? '' }))
    }
  }
}
