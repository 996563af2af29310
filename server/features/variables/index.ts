import { deleteVariable } from './operations/delete-variable'
import { listVariables } from './operations/list-variables'
import { setVariable } from './operations/set-variable'

export { readVariables, variableNames } from './store'

export const variables = { list: listVariables, set: setVariable, delete: deleteVariable }
