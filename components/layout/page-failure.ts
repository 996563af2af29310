export interface PageFailure {
  title: string
  text: string
  /** Only a whole new page can help: the code of this one is gone from the server. */
  isOutdated: boolean
}

/** What to say of a page that failed to draw. */
export function pageFailureOf(error: { name?: string; message?: string }): PageFailure {
  const isOutdated =
    error.name === 'ChunkLoadError' ||
    /loading (css )?chunk|failed to load chunk|dynamically imported module/i.test(error.message ?? '')
  if (isOutdated)
    return {
      title: 'A part of this page could not be loaded',
      text: 'Pawl was updated, or the connection was lost. Reload the page; nothing is lost on the server.',
      isOutdated,
    }
  return {
    title: 'This page failed',
    text: 'Something went wrong on our side. Your runs are not affected; try again.',
    isOutdated,
  }
}
