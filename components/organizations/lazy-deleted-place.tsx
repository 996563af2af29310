'use client'

import dynamic from 'next/dynamic'

/** `DeletedPlace`, which hardly anybody ever sees: no page loads it for nothing. */
export const LazyDeletedPlace = dynamic(() => import('./deleted-place').then((module) => module.DeletedPlace))
