// Prisma's schema engine as WebAssembly: needs no download from binaries.prisma.sh.
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'
import { withClient } from './roles.mjs'

const CHAR_OID = 18 // "char", all over pg_catalog; the adapter maps it to nothing and throws
const TEXT_OID = 25

let isLoaded
let turn = Promise.resolve()

/**
 * Lends the engine to `work`. One at a time in a process: the engine's state is global.
 * @template T
 * @param {string} url
 * @param {[string, string][]} datamodels
 * @param {(engine: any) => Promise<T>} work
 * @returns {Promise<T>}
 */
export function withSchemaEngine(url, datamodels, work) {
  const mine = turn.then(() => runEngine(url, datamodels, work))
  turn = mine.then(
    () => undefined,
    () => undefined,
  )
  return mine
}

async function runEngine(url, datamodels, work) {
  isLoaded ??= load()
  await isLoaded
  const open = new Set()
  const factory = bindMigrationAwareSqlAdapterFactory(new MigrationPg(url, open))
  const engine = await glue.SchemaEngine.new({ datamodels }, () => {}, factory)
  try {
    return await work(engine)
  } catch (error) {
    const panic = globalThis.PRISMA_WASM_PANIC_REGISTRY.message
    throw panic ? new Error(`Prisma's schema engine failed: ${panic}`, { cause: error }) : error
  } finally {
    engine.free()
    await Promise.all([...open].map((adapter) => adapter.dispose()))
  }
}

class MigrationPg {
  provider = 'postgres'
  adapterName = '@prisma/adapter-pg'
  constructor(url, open) {
    this.url = url
    this.open = open
  }

  connect() {
    return connect(this.url, this.open)
  }

  // The stock connectToShadowDb keeps `connectionString`, whose database wins over `database`: it would
  // replay the migrations in the MAIN database. It also drops before closing.
  async connectToShadowDb() {
    const name = `shadow_${randomUUID().replaceAll('-', '')}`
    const run = (sql) => withClient(this.url, (client) => client.query(sql))
    await run(`CREATE DATABASE "${name}"`)
    const shadow = new URL(this.url)
    shadow.pathname = `/${name}`
    const adapter = await connect(shadow.href, this.open)
    const end = adapter.dispose.bind(adapter)
    adapter.dispose = async () => {
      await end()
      await run(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)
    }
    return adapter
  }
}

async function connect(connectionString, open) {
  const pool = new pg.Pool({ connectionString, max: 1, allowExitOnIdle: true })
  const adapter = await new PrismaPg(pool, { disposeExternalPool: true }).connect()
  open.add(adapter)
  const dispose = adapter.dispose.bind(adapter)
  adapter.dispose = async () => {
    if (open.delete(adapter)) await dispose()
  }
  readCharColumns(adapter)
  // The stock executeScript splits on ';' (breaks $$ bodies) and runs each part on its own. One
  // simple-protocol query keeps the file whole, in one implicit transaction.
  adapter.executeScript = async (script) => {
    try {
      await pool.query(script)
    } catch (error) {
      adapter.onError(error)
    }
  }
  return adapter
}

function readCharColumns(adapter) {
  const charColumns = new WeakMap()
  const performIO = adapter.performIO.bind(adapter)
  adapter.performIO = async (query) => {
    const result = await performIO(query)
    const found = []
    result.fields.forEach((field, index) => {
      if (field.dataTypeID !== CHAR_OID) return
      field.dataTypeID = TEXT_OID
      found.push(index)
    })
    charColumns.set(query, found)
    return result
  }
  const queryRaw = adapter.queryRaw.bind(adapter)
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query)
    for (const index of charColumns.get(query) ?? []) result.columnTypes[index] = ColumnTypeEnum.Character
    return result
  }
}

async function load() {
  globalThis.PRISMA_WASM_PANIC_REGISTRY ??= {
    message: '',
    set_message(message) {
      this.message = message
    },
  }
  // `exports` has no entry for the .wasm file: resolve the JS glue, then take its sibling.
  // (require.resolve, because Vitest's module runner has no import.meta.resolve.)
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const bytes = await readFile(path.join(path.dirname(entry), 'schema_engine_bg.wasm'))
  // applyMigrations leaves a 10 s lock timer behind, which would hold the process open.
  const imports = { ...glue }
  for (const name of Object.keys(imports))
    if (name.startsWith('__wbg_setTimeout_'))
      imports[name] = (callback, delayMs) => setTimeout(callback, delayMs >>> 0).unref()
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': imports })
  glue.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
}
