/** Shorter passwords are refused. */
export const PASSWORD_MIN_LENGTH = 12
