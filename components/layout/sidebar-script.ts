export const STORAGE_KEY = 'pawl.sidebar'

/** Runs before the first paint (inline in the document's head), so that a collapsed sidebar never flashes open. */
export const SIDEBAR_SCRIPT = `try{if(localStorage.getItem('${STORAGE_KEY}')==='rail')document.documentElement.dataset.sidebar='rail'}catch{}`
