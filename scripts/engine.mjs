// npm run engine [-- --port 8288 …]: plain Node, for nothing may be installed yet.
import './node-version.mjs'

import('./run-engine.mjs').then(({ runEngine }) => runEngine(process.argv.slice(2)))
