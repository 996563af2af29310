'use client'

import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { Switch } from '@/components/ui/switch'
import { Textarea } from '@/components/ui/textarea'
import { toast } from '@/components/ui/toast'
import { FormProblem, useZodForm } from '@/components/ui/zod-form'

const ROLES = [
  { value: 'builder', label: 'Builder' },
  { value: 'viewer', label: 'Viewer' },
]

/** A form whose refusals come from its schema, and from the server: the address “taken”, the name “boom”. */
export function ZodFormExample() {
  const form = useZodForm({
    schema: () => import('./sample-form-schema').then((module) => module.sampleFormSchema),
    initial: { name: '', address: 'Not an address', role: '', isPrivate: false, notes: '' },
    onSubmit: async (project) => {
      await new Promise((resolve) => setTimeout(resolve, 400))
      if (project.address === 'taken') throw refusal('This address is taken. Choose another one.')
      if (project.name === 'boom') throw refusal()
      toast.success(`Created ${project.name}`)
    },
  })
  return (
    <Card title="New project">
      <form {...form.formProps} className="flex flex-col gap-4">
        <FormProblem problem={form.problem} />
        <Field label="Name" isRequired {...form.field('name')}>
          <Input {...form.input('name')} />
        </Field>
        <Field label="Address" hint="In links: pawl.example/acme/…" {...form.field('address')}>
          <Input {...form.input('address')} />
        </Field>
        <Field label="Your role" {...form.field('role')}>
          <Select {...form.choice('role')} options={ROLES} />
        </Field>
        <Switch label="Private" hint="Only invited members see it." {...form.toggle('isPrivate')} />
        <Field label="Notes" isOptional {...form.field('notes')}>
          <Textarea {...form.input('notes')} />
        </Field>
        <div className="flex items-center gap-2">
          <Button type="submit" variant="primary" isLoading={form.isSubmitting}>
            Create project
          </Button>
          <Button variant="ghost" disabled={!form.isDirty} onClick={() => form.reset()}>
            Undo changes
          </Button>
        </div>
      </form>
    </Card>
  )
}

/** As the API's client throws it. */
function refusal(message?: string): Error {
  const details = message && { issues: [{ path: 'address', message }] }
  const data = { code: message ? 'conflict' : 'bug', correlationId: 'req_01jd8x9k2mf7q3v5w6', details }
  return Object.assign(new Error(message ?? 'Something broke on our side. Try again.'), { data })
}
