import pg from 'pg'
import type { Turns } from './turns'

type PinnedClient = pg.PoolClient & { pinnedOrgId?: string | undefined }

export interface SharedPool {
  pool: pg.Pool
  turns: Turns
}

/**
 * A view of one shared pool whose connections are pinned to an org at check-out, so that row-level
 * security shows that org's rows and no others. PrismaPg needs an `instanceof Pool`. Costs one round
 * trip where a connection changes org, none where it does not. No other code may touch `app.org_id`.
 */
export class TenantPool extends pg.Pool {
  private readonly shared: pg.Pool
  private readonly turns: Turns
  private readonly orgId: string

  constructor({ pool, turns }: SharedPool, orgId: string) {
    super({ ...pool.options, max: 0 })
    this.shared = pool
    this.turns = turns
    this.orgId = orgId
  }

  // The overloads of pg.Pool include a callback form, which nothing here uses.
  override connect(): Promise<pg.PoolClient>
  override connect(callback: never): void
  override connect(): Promise<pg.PoolClient> {
    return this.checkOut()
  }

  private async checkOut(): Promise<pg.PoolClient> {
    const client = await this.inTurn()
    if (client.pinnedOrgId === this.orgId) return client
    try {
      client.pinnedOrgId = undefined
      await client.query({
        name: 'pin',
        text: "select set_config('app.org_id', $1, false)",
        values: [this.orgId],
      })
      client.pinnedOrgId = this.orgId
      return client
    } catch (error) {
      client.release(true)
      throw error
    }
  }

  private async inTurn(): Promise<PinnedClient> {
    await this.turns.take(this.orgId)
    try {
      const client: PinnedClient = await this.shared.connect()
      const release = client.release
      // The pool makes a new one with each check-out.
      client.release = (error) => {
        release.call(client, error)
        this.turns.giveBack(this.orgId)
      }
      return client
    } catch (error) {
      this.turns.giveBack(this.orgId)
      throw error
    }
  }

  // pg.Pool's `query` has nine overloads; each of them takes its arguments to the client unchanged.
  override query = (async (...args: Parameters<pg.Pool['query']>) => {
    const client = await this.checkOut()
    try {
      return await client.query(...args)
    } finally {
      client.release()
    }
  }) as pg.Pool['query']
}
