import pg from 'pg'

type PinnedClient = pg.PoolClient & { pinnedOrgId?: string | undefined }

/**
 * A view of one shared pool whose connections are pinned to an org at check-out, so that row-level
 * security shows that org's rows and no others. PrismaPg needs an `instanceof Pool`. Costs one round
 * trip where a connection changes org, none where it does not. No other code may touch `app.org_id`.
 */
export class TenantPool extends pg.Pool {
  private readonly shared: pg.Pool
  private readonly orgId: string

  constructor(shared: pg.Pool, orgId: string) {
    super({ ...shared.options, max: 0 })
    this.shared = shared
    this.orgId = orgId
  }

  // The overloads of pg.Pool include a callback form, which nothing here uses.
  override connect(): Promise<pg.PoolClient>
  override connect(callback: never): void
  override connect(): Promise<pg.PoolClient> {
    return this.checkOut()
  }

  private async checkOut(): Promise<pg.PoolClient> {
    const client: PinnedClient = await this.shared.connect()
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
