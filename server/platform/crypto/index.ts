export { hashPassword, verifyPassword } from './passwords'
export { decrypt, encrypt } from './secret-box'
export { hashToken, newToken } from './tokens'
