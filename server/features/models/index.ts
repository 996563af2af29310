import { deleteProvider } from './operations/delete-provider'
import { listModels } from './operations/list-models'
import { listProviders } from './operations/list-providers'
import { rotateKey } from './operations/rotate-key'
import { saveProvider } from './operations/save-provider'
import { stageKey } from './operations/stage-key'
import { testNextKey } from './operations/test-next-key'
import { testProvider } from './operations/test-provider'

export const models = { list: listModels }

export const providers = {
  list: listProviders,
  save: saveProvider,
  delete: deleteProvider,
  test: testProvider,
  stageKey,
  testNextKey,
  rotateKey,
}
