import { getOrganizationSettings } from './operations/get-organization-settings'
import { getSettings } from './operations/get-settings'
import { resetOrganizationSetting } from './operations/reset-organization-setting'
import { resetSetting } from './operations/reset-setting'
import { setOrganizationSetting } from './operations/set-organization-setting'
import { setSetting } from './operations/set-setting'

export { effectiveSettings } from './effective'
export { type Egress, readEgress } from './egress'

export const settings = {
  get: getSettings,
  set: setSetting,
  reset: resetSetting,
  getOrganization: getOrganizationSettings,
  setOrganization: setOrganizationSetting,
  resetOrganization: resetOrganizationSetting,
}
