'use client'

import { type FormEvent, useState } from 'react'
import { useProject } from '@/components/data/project'
import { focusFirstInvalid } from '@/components/shell/focus-first-invalid'
import type { ProjectRole, Role } from '@/server/kernel/permissions'
import { readAddresses } from './addresses'
import { type InviteResult, useInvite } from './use-invite'

interface Problems {
  emails?: string
  projects?: string
}

/** What is written into the invite dialog, and what came of it. */
export function useInviteForm() {
  const { projectId } = useProject()
  const { invite, progress } = useInvite()
  const [text, setText] = useState('')
  const [role, setRole] = useState<Role>('viewer')
  const [projectRoles, setProjectRoles] = useState<ReadonlyMap<string, ProjectRole>>(new Map())
  const [errors, setErrors] = useState<Problems>({})
  const [results, setResults] = useState<readonly InviteResult[]>()
  const { valid, invalid } = readAddresses(text)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    const found = problemsOf({ valid, invalid, role, projectCount: projectRoles.size })
    setErrors(found)
    if (found.emails || found.projects) return focusFirstInvalid(form)
    const granted = [...projectRoles].map(([id, held]) => ({ projectId: id, role: held }))
    setResults(await invite({ emails: valid, role, projectRoles: granted }))
  }

  return {
    text,
    role,
    projectRoles,
    errors,
    results,
    progress,
    submit,
    /** How many people would be invited. */
    count: valid.length,
    write(next: string) {
      setText(next)
      setErrors({})
    },
    chooseRole(next: Role) {
      setRole(next)
      setErrors({})
      // A guest without a project would see nothing: begin with the one this page stands in.
      if (next === 'guest' && projectRoles.size === 0) setProjectRoles(new Map([[projectId, 'viewer']]))
    },
    chooseProjectRole(id: string, held: ProjectRole | null) {
      const next = new Map(projectRoles)
      if (held) next.set(id, held)
      else next.delete(id)
      setProjectRoles(next)
      setErrors({})
    },
    /** Back to the form with the addresses that were refused. */
    retry(emails: readonly string[]) {
      setText(emails.join('\n'))
      setResults(undefined)
    },
  }
}

export type InviteFormState = ReturnType<typeof useInviteForm>

function problemsOf(given: {
  valid: readonly string[]
  invalid: readonly string[]
  role: Role
  projectCount: number
}): Problems {
  if (given.invalid.length > 0)
    return { emails: `Not an e-mail address: ${given.invalid.slice(0, 3).join(', ')}. Fix or remove it.` }
  if (given.valid.length === 0) return { emails: 'Write at least one e-mail address.' }
  if (given.role === 'guest' && given.projectCount === 0)
    return { projects: 'A guest sees only projects with a role in them. Choose at least one.' }
  return {}
}
