import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Gallery' }

/** The gallery exists while developing, and where PAWL_GALLERY=1 asks for it. */
export default function GalleryLayout({ children }: { children: ReactNode }) {
  if (process.env.NODE_ENV !== 'development' && process.env.PAWL_GALLERY !== '1') notFound()
  return children
}
