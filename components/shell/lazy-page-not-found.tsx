'use client'

import dynamic from 'next/dynamic'

/** `PageNotFound`: every page of a project carries this, and few addresses are wrong. */
export const LazyPageNotFound = dynamic(() =>
  import('./page-not-found').then((module) => module.PageNotFound),
)
