// Restate as its guide sets it up: its server beside this process, which serves the handlers and calls them.
import './with-resolvers.mjs'
import { once } from 'node:events'
import { createServer } from 'node:http2'
import * as restate from '@restatedev/restate-sdk'
import * as clients from '@restatedev/restate-sdk-clients'
import { startRestateServer } from './restate-server.mjs'
import { serveSubject } from './serve.mjs'
import { SHAPES } from './workloads.mjs'

void serveSubject(async ({ step }) => {
  const service = benchService(step)
  const handlers = createServer(restate.createEndpointHandler({ services: [service] }))
  handlers.listen(0, '127.0.0.1')
  await once(handlers, 'listening')
  const server = await startRestateServer(process.env.BENCH_DIRECTORY ?? '')
  await server.register(`http://127.0.0.1:${handlers.address().port}`)
  const client = clients.connect({ url: server.ingressUrl }).serviceClient(service)
  return {
    versions: {
      restateServer: process.env.BENCH_RESTATE_SERVER_VERSION ?? '',
      restateSdk: process.env.BENCH_RESTATE_SDK_VERSION ?? '',
    },
    run: (shape) => client[shape](),
    async close() {
      await server.stop()
      handlers.close()
    },
  }
})

function benchService(step) {
  const empty = async () => step()
  const oneByOne = (count) => async (ctx) => {
    for (let index = 0; index < count; index += 1) await ctx.run(`step${index}`, empty)
  }
  return restate.service({
    name: 'bench',
    handlers: {
      sequential: oneByOne(SHAPES.sequential),
      short: oneByOne(SHAPES.short),
      parallel: async (ctx) => {
        await restate.RestatePromise.all(
          Array.from({ length: SHAPES.parallel }, (_, index) => ctx.run(`branch${index}`, empty)),
        )
        await ctx.run('after', empty)
      },
    },
  })
}
