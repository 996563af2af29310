import { createContext } from 'react'

/** Closes the dialog or sheet around. */
export const ModalContext = createContext<() => void>(() => {})
