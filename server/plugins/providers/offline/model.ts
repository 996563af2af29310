/** The one model of the offline provider: `offline/rules`. */
export const OFFLINE_MODEL = 'rules'
