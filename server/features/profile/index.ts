import { changePassword } from './operations/change-password'
import { updateProfile } from './operations/update-profile'

export const profile = { update: updateProfile, changePassword }
