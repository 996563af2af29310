import Link from 'next/link'
import { Wordmark } from '@/components/layout/logo'
import { ThemeToggle } from '@/components/layout/theme-toggle'
import { Choosing } from './choosing'
import { Controls } from './controls'
import { DataViews } from './data-views'
import { Forms } from './forms'
import { Foundations } from './foundations'
import { GalleryIndex } from './gallery-index'
import { Lists } from './lists'
import { Overlays } from './overlays'
import { Showing } from './showing'
import { States } from './states'

export default function GalleryPage() {
  return (
    <div className="mx-auto flex max-w-[86rem]">
      <GalleryIndex />
      <div className="min-w-0 flex-1 px-4 pb-24 md:px-8">
        <header className="flex h-16 items-center justify-between">
          <Wordmark />
          <span className="flex items-center gap-4 text-fg-muted text-sm">
            <Link href="/gallery/shell" className="hover:text-fg">
              Shell
            </Link>
            <Link href="/gallery/auth" className="hover:text-fg">
              Sign-in frame
            </Link>
            <ThemeToggle />
          </span>
        </header>
        <main>
          <h1 className="pt-4 font-semibold text-2xl tracking-[-0.03em]">Primitives</h1>
          <p className="text-fg-muted">Every part that pages are made of, in each of its states.</p>
          <Foundations />
          <Controls />
          <Choosing />
          <Overlays />
          <Showing />
          <Lists />
          <DataViews />
          <Forms />
          <States />
        </main>
      </div>
    </div>
  )
}
