import { deleteProvider } from './operations/delete-provider'
import { listModels } from './operations/list-models'
import { listProviders } from './operations/list-providers'
import { saveProvider } from './operations/save-provider'
import { testProvider } from './operations/test-provider'

export const models = { list: listModels }

export const providers = {
  list: listProviders,
  save: saveProvider,
  delete: deleteProvider,
  test: testProvider,
}
