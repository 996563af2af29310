/** What a vendor is to do with the next call, in no vendor's words. */
export interface Script {
  /** The answer, one piece a streamed chunk. */
  pieces: string[]
  /** Disjoint, as Pawl counts; each wire format adds them up its own way. Null: none is reported. */
  usage: ScriptedUsage | null
  stop: 'end' | 'length' | 'filtered'
  fail?: ScriptedFailure
  /** Breaks the stream after the first piece. */
  breaks?: 'overloaded' | 'disconnect'
  /** Never answers. */
  isSilent?: boolean
}

interface ScriptedUsage {
  uncachedInput: number
  cacheRead: number
  cacheWrite: number
  output: number
  reasoning: number
}

export type ScriptedFailure =
  | 'context_too_long'
  | 'invalid_request'
  | 'overloaded'
  | 'quota'
  | 'rate_limited'
  | 'unavailable'

/** A call as it came over the wire. */
export interface ReceivedCall {
  path: string
  headers: Record<string, string | string[] | undefined>
  // What a JSON body holds is for the tests to look at.
  body: Record<string, unknown>
}

/** How one vendor writes an answer. */
export interface Wire {
  /** The right key came where this vendor looks for it. */
  isAuthorized(call: ReceivedCall, key: string): boolean
  isStreamed(call: ReceivedCall): boolean
  unauthorized: { status: number; body: unknown }
  failure(kind: ScriptedFailure): { status: number; headers?: Record<string, string>; body: unknown }
  whole(script: Script, call: ReceivedCall): unknown
  /** Server-sent events, each with its `event:` line where the vendor writes one. */
  events(script: Script, call: ReceivedCall): { event?: string; data: unknown }[]
  /** What a stream says when the vendor breaks it off. */
  breakOff: { event?: string; data: unknown }
}
