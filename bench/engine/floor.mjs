import pg from 'pg'
import { quantile } from './statistics.mjs'

const WARM_UP = 100
const INSERTS = 500

/**
 * What one commit costs here at least: the median time of an INSERT of one row, alone, in a transaction of its
 * own, on one connection.
 * @param {string} databaseUrl
 * @returns {Promise<number>} milliseconds
 */
export async function measureFloor(databaseUrl) {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query('CREATE TABLE IF NOT EXISTS floor (id bigserial PRIMARY KEY, value text NOT NULL)')
    const insert = { name: 'floor', text: 'INSERT INTO floor (value) VALUES ($1)', values: ['a row'] }
    const timesMs = []
    for (let index = 0; index < WARM_UP + INSERTS; index += 1) {
      const at = performance.now()
      await client.query(insert)
      if (index >= WARM_UP) timesMs.push(performance.now() - at)
    }
    return quantile(timesMs, 0.5)
  } finally {
    await client.end()
  }
}
