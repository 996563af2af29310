export { type Letter, writeLetter } from './letter'
export { type MailResult, mayMail, sendMail } from './send-mail'
