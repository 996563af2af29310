import pg from 'pg'
import type { Statement } from './statement'

interface Rows {
  rows: object[]
}

/**
 * Sends prepared statements in one message, which Postgres runs as one transaction: all of them or none. The client
 * may not be used again after an error, as nobody knows which of them it had parsed by then.
 */
export function sendTogether(client: pg.ClientBase, statements: readonly Statement[]): Promise<Rows[]> {
  return new Promise((resolve, reject) => {
    const batch = new BatchQuery(statements, (error, results) => {
      if (error) return reject(error)
      batch.rememberParsed()
      // A result for each statement; a single one comes without a list.
      resolve((Array.isArray(results) ? results : [results]) as Rows[])
    })
    client.query(batch)
  })
}

/** Many queries that the driver takes for one with several results. */
class BatchQuery extends pg.Query {
  private parsed: Parsed = {}

  constructor(
    private readonly statements: readonly Statement[],
    done: (error: Error | undefined, results: unknown) => void,
  ) {
    super({ text: '' }, done)
    const queries = statements.map((statement) => {
      // Also without values: the simple protocol commits by itself.
      const config = { ...statement, queryMode: 'extended' }
      return new pg.Query(config)
    })
    this.submit = (connection) => {
      // Not in its types: by name, the statements that Postgres knows on this connection.
      this.parsed = (connection as unknown as { parsedStatements: Parsed }).parsedStatements
      connection.stream.cork()
      try {
        const unsynced = withoutSync(connection)
        for (const query of queries) query.submit(unsynced)
        connection.sync()
      } finally {
        connection.stream.uncork()
      }
    }
  }

  /** The driver does so for queries that it knows; it would parse one again that fails the next time, by itself. */
  rememberParsed(): void {
    for (const { name, text } of this.statements) if (name !== undefined) this.parsed[name] = text
  }
}

interface Parsed {
  [name: string]: string
}

/** Each query ends with a Sync, which commits. Here only the last one does. */
function withoutSync(connection: pg.Connection): pg.Connection {
  return Object.create(connection, { sync: { value: () => undefined } })
}
