'use client'

import { useEffect, useState } from 'react'
import { cn } from '@/components/ui/cn'

interface Group {
  id: string
  title: string
  specimens: { id: string; name: string }[]
}

/** What the page shows, read from the page itself, with the place one is at. */
export function GalleryIndex() {
  const [groups, setGroups] = useState<Group[]>([])
  const [current, setCurrent] = useState<string>()
  useEffect(() => {
    const specimens = [...document.querySelectorAll<HTMLElement>('[data-specimen]')]
    setGroups([...document.querySelectorAll<HTMLElement>('[data-chapter]')].map(groupOf))
    const observer = new IntersectionObserver(
      (entries) => {
        const seen = entries.find((entry) => entry.isIntersecting)
        if (seen) setCurrent(seen.target.id)
      },
      { rootMargin: '0px 0px -75% 0px' },
    )
    for (const specimen of specimens) observer.observe(specimen)
    return () => observer.disconnect()
  }, [])
  return (
    <nav
      aria-label="Primitives"
      className="sticky top-0 h-dvh w-52 shrink-0 overflow-y-auto border-r px-3 py-6 max-lg:hidden"
    >
      {groups.map((group) => (
        <div key={group.id} className="mb-4">
          <a
            href={`#${group.id}`}
            className="block px-2 pb-1 font-medium text-2xs text-fg-subtle hover:text-fg"
          >
            {group.title}
          </a>
          <ul>
            {group.specimens.map(({ id, name }) => (
              <li key={id}>
                <a
                  href={`#${id}`}
                  aria-current={id === current ? 'location' : undefined}
                  className={cn(
                    'block rounded-md px-2 py-1 text-sm',
                    id === current ? 'bg-active text-fg' : 'text-fg-muted hover:bg-hover hover:text-fg',
                  )}
                >
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}

function groupOf(chapter: HTMLElement): Group {
  return {
    id: chapter.id,
    title: chapter.dataset.chapter ?? '',
    specimens: [...chapter.querySelectorAll<HTMLElement>('[data-specimen]')].map((specimen) => ({
      id: specimen.id,
      name: specimen.dataset.specimen ?? '',
    })),
  }
}
