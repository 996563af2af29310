// npm start [-- --owner-link] and npm run dev: plain Node, for nothing may be installed yet.
import './node-version.mjs'

import('./launch.mjs').then(({ launch }) => launch(process.argv.slice(2)))
