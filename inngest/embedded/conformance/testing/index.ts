export { type App, type Build, type Call, startApp } from './app'
export { endedRun, outputs, pause, type RunView, rest, runsOf, statusOf, until } from './rest'
export { isOurs, onlyOurs, RETRY_MS, serverUnderTest, startOurs, type Target, waiting } from './target'
