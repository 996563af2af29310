/** What the editor knows of a draft: the text in hand and what the server has. */
export interface DraftState {
  text: string
  /** `conflict`: somebody else saved meanwhile. `failed`: the server could not be reached or refused. */
  status: 'saved' | 'unsaved' | 'saving' | 'conflict' | 'failed'
  /** Theirs, while in conflict. */
  theirs: ServerDraft | undefined
  /** Why saving failed, in words. */
  problem: string | undefined
}

export interface ServerDraft {
  source: string
  revision: number
}

export type SaveResult =
  | { kind: 'saved'; revision: number }
  | { kind: 'conflict'; theirs: ServerDraft }
  | { kind: 'failed'; problem: string }

export interface DraftPorts {
  save(draft: ServerDraft): Promise<SaveResult>
  /** Survives a crash of the tab: the text that the server does not have yet. */
  backup: { read(): ServerDraft | undefined; write(draft: ServerDraft): void; clear(): void }
  delayMs: number
  retryMs: number
}

/** Saves a draft as one types, one request at a time, and never lets text go. */
export class DraftKeeper {
  private state: DraftState
  private server: ServerDraft
  private saving: Promise<void> | undefined
  private timer: ReturnType<typeof setTimeout> | undefined
  private readonly listeners = new Set<() => void>()

  constructor(
    server: ServerDraft,
    private readonly ports: DraftPorts,
  ) {
    this.server = server
    this.state = { text: server.source, status: 'saved', theirs: undefined, problem: undefined }
    const kept = ports.backup.read()
    if (kept) this.state = this.withKept(kept)
  }

  readonly read = (): DraftState => this.state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Whether leaving now would leave text behind. */
  get isDirty(): boolean {
    return this.state.status !== 'saved'
  }

  /** The person typed. */
  type(text: string): void {
    if (text === this.state.text) return
    const isKept = this.state.status === 'conflict' || this.state.status === 'saving'
    const status = isKept ? this.state.status : text === this.server.source ? 'saved' : 'unsaved'
    this.change({ text, status, problem: undefined })
    if (status === 'saved') this.ports.backup.clear()
    else this.ports.backup.write({ source: text, revision: this.server.revision })
    this.schedule(this.ports.delayMs)
  }

  /** Saves what is in hand now; resolves when it is saved or cannot be. */
  async flush(): Promise<DraftState> {
    clearTimeout(this.timer)
    while (this.state.status === 'unsaved' || this.state.status === 'failed' || this.saving) {
      await (this.saving ?? this.save())
      if (this.state.status === 'failed') break
    }
    return this.state
  }

  /** The server has something newer (a colleague saved, or we published). Taken over where nothing is lost. */
  receive(server: ServerDraft): 'taken' | 'kept' {
    if (server.revision <= this.server.revision || this.state.status === 'saving') return 'kept'
    if (server.source === this.state.text) {
      this.settle(server)
      return 'kept'
    }
    if (this.state.status !== 'saved') return 'kept'
    this.settle(server)
    return 'taken'
  }

  /** Text of an earlier visit turned up: taken where nothing is in hand, as unsaved or as a conflict. */
  adopt(kept: ServerDraft): boolean {
    if (this.state.status !== 'saved' || kept.source === this.server.source) return false
    this.change(this.withKept(kept))
    this.ports.backup.write(kept)
    this.start()
    return true
  }

  private withKept(kept: ServerDraft): DraftState {
    if (kept.source === this.server.source) return this.state
    const isBehind = kept.revision !== this.server.revision
    return {
      text: kept.source,
      status: isBehind ? 'conflict' : 'unsaved',
      theirs: isBehind ? this.server : undefined,
      problem: undefined,
    }
  }

  /** Ends a conflict: `mine` is saved over theirs, `theirs` replaces the text. */
  resolve(choice: 'mine' | 'theirs'): void {
    const { theirs } = this.state
    if (!theirs) return
    if (choice === 'theirs') {
      this.settle(theirs)
      return
    }
    this.server = theirs
    this.change({ status: 'unsaved', theirs: undefined })
    void this.flush()
  }

  /** Starts what is due: a backup of an earlier visit is saved. */
  start(): void {
    if (this.state.status === 'unsaved') this.schedule(0)
  }

  stop(): void {
    clearTimeout(this.timer)
    if (this.state.status === 'unsaved' || this.state.status === 'failed') void this.save()
  }

  private schedule(delayMs: number): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      if (this.state.status === 'unsaved' || this.state.status === 'failed') void this.save()
    }, delayMs)
  }

  private save(): Promise<void> {
    this.saving ??= this.saveOnce().finally(() => {
      this.saving = undefined
    })
    return this.saving
  }

  private async saveOnce(): Promise<void> {
    const source = this.state.text
    this.change({ status: 'saving' })
    const result = await this.ports.save({ source, revision: this.server.revision })
    if (result.kind === 'conflict') {
      // The same text from two tabs is no conflict.
      if (result.theirs.source === this.state.text) this.settle(result.theirs)
      else this.change({ status: 'conflict', theirs: result.theirs })
    } else if (result.kind === 'failed') {
      this.change({ status: 'failed', problem: result.problem })
      this.schedule(this.ports.retryMs)
    } else {
      this.server = { source, revision: result.revision }
      if (this.state.text === source) this.settle(this.server)
      else {
        this.change({ status: 'unsaved' })
        this.ports.backup.write({ source: this.state.text, revision: result.revision })
        this.schedule(this.ports.delayMs)
      }
    }
  }

  private settle(server: ServerDraft): void {
    this.server = server
    this.ports.backup.clear()
    this.change({ text: server.source, status: 'saved', theirs: undefined, problem: undefined })
  }

  private change(part: Partial<DraftState>): void {
    this.state = { ...this.state, ...part }
    for (const listener of this.listeners) listener()
  }
}
