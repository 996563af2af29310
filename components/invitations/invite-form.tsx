'use client'

import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/textarea'
import { InviteRoles } from './invite-roles'
import type { InviteFormState } from './use-invite-form'

/** Whom to invite, and what they may then do. */
export function InviteForm({ id, form }: { id: string; form: InviteFormState }) {
  return (
    <form id={id} onSubmit={form.submit} noValidate className="flex flex-col gap-5">
      <Field
        label="E-mail addresses"
        error={form.errors.emails}
        hint="One or many, separated by commas, spaces or lines. Paste a list."
        aside={form.count > 1 ? `${form.count} people` : undefined}
      >
        <Textarea
          rows={2}
          value={form.text}
          autoFocus
          spellCheck={false}
          autoCapitalize="none"
          placeholder="grace@example.com, alan@example.com"
          onChange={(event) => form.write(event.target.value)}
        />
      </Field>
      <InviteRoles
        role={form.role}
        projectRoles={form.projectRoles}
        error={form.errors.projects}
        onRole={form.chooseRole}
        onProjectRole={form.chooseProjectRole}
      />
      <output className="sr-only">
        {form.progress ? `${form.progress.done} of ${form.progress.total} invited` : ''}
      </output>
    </form>
  )
}
