import { watchChanges } from './operations/watch-changes'

export const changes = { watch: watchChanges }
