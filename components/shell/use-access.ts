'use client'

import { usePathname, useRouter } from 'next/navigation'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { ProjectContext } from '@/components/data/project'
import { useTRPCClient } from '@/components/data/trpc'
import { readError } from '@/components/layout/client-error'
import type { ShellOrganization } from './organizations'
import { type AccessLoss, projectContextAgain, workspacesOf } from './project-context'

/** Changes under these nouns may change what a member may see or do. */
const NOUNS = ['members', 'organizations', 'projects']

interface Shown {
  project: ProjectContext
  workspaces: ShellOrganization[]
}

/**
 * Keeps what the shell knows of its reader true while it is open: a new role, name or project shows at once,
 * a lost one says so. Give `onChange` to the live stream.
 */
export function useAccess(shown: Shown) {
  const client = useTRPCClient()
  const check = useApply(shown)
  const [loss, setLoss] = useState<AccessLoss>()
  const isFirst = useRef(true)
  const onChange = useCallback(
    (changed: ReadonlySet<string> | 'all') => {
      // The stream begins with "all"; the page is as fresh as that.
      const isStart = changed === 'all' && isFirst.current
      isFirst.current = false
      if (isStart || (changed !== 'all' && !NOUNS.some((noun) => changed.has(noun)))) return
      client.sessions.whoami.query({}).then(
        (whoami) => setLoss(check(whoami)),
        // Signed out is told by SessionEnded, a broken connection by the live dot.
        (error: unknown) => readError(error).code === 'not_found' && setLoss('organization'),
      )
    },
    [client, check],
  )
  return { loss, onChange }
}

/** Asks the server for the page again where the answer differs from what is shown. */
function useApply(shown: Shown) {
  const router = useRouter()
  const pathname = usePathname()
  const latest = useRef({ shown, pathname })
  useEffect(() => {
    latest.current = { shown, pathname }
  }, [shown, pathname])
  return useCallback(
    (whoami: Parameters<typeof projectContextAgain>[0]): AccessLoss | undefined => {
      const { shown, pathname } = latest.current
      const project = projectContextAgain(whoami, shown.project)
      if (typeof project === 'string') return project
      const workspaces = workspacesOf(whoami, project.projectId)
      if (project.base !== shown.project.base) {
        const rest = pathname.slice(shown.project.base.length)
        router.replace(`${project.base}${rest}${window.location.search}`)
      } else if (JSON.stringify({ project, workspaces }) !== JSON.stringify(shown)) router.refresh()
      return undefined
    },
    [router],
  )
}
