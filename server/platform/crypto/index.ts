export { hashPassword, verifyPassword } from './passwords'
export { decrypt, encrypt } from './secret-box'
export { isSigned, sign } from './signature'
export { hashToken, newToken } from './tokens'
