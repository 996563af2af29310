// npm test [-- --only types,unit,…] and npm run test:deep: plain Node, for nothing may be installed yet.
import './node-version.mjs'

import('./run-tests.mjs').then(({ runTests }) => runTests(process.argv.slice(2)))
