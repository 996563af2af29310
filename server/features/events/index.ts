import { emitEvent } from './operations/emit-event'
import { listEvents } from './operations/list-events'

export { wakeIfCame } from './store'

export const events = { emit: emitEvent, list: listEvents }
