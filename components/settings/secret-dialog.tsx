'use client'

import { type FormEvent, useId, useState } from 'react'
import { useProject } from '@/components/data/project'
import { type ClientError, readError } from '@/components/layout/client-error'
import { focusFirstInvalid } from '@/components/shell/focus-first-invalid'
import { Refusal } from '@/components/shell/refusal'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Textarea } from '@/components/ui/textarea'
import { toast } from '@/components/ui/toast'
import { secretNameSchema, secretValueSchema } from '@/server/features/secrets/schema'
import { useSecrets } from './use-secrets'

export interface SecretDialogProps {
  isOpen: boolean
  /** Given: gives this secret a new value. */
  name: string | undefined
  taken: readonly string[]
  onClose: () => void
}

export function SecretDialog({ isOpen, name: fixedName, taken, onClose }: SecretDialogProps) {
  const formId = useId()
  const { projectId } = useProject()
  const { set } = useSecrets()
  const [name, setName] = useState(fixedName ?? '')
  const [value, setValue] = useState('')
  const [errors, setErrors] = useState<{ name?: string; value?: string; whole?: ClientError }>({})
  const isReplacing = fixedName !== undefined

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const found = problemsOf(name, value, isReplacing ? [] : taken)
    setErrors(found)
    if (found.name || found.value) {
      focusFirstInvalid(event.currentTarget)
      return
    }
    try {
      await set.mutateAsync({ projectId, name, value })
      toast.success(isReplacing ? `Replaced ${name}` : `Added ${name}`)
      onClose()
    } catch (error) {
      setErrors({ whole: readError(error) })
    }
  }

  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onClose}
      size="sm"
      title={isReplacing ? `Replace ${fixedName}` : 'Add secret'}
      description={isReplacing ? 'The value it has now is gone for good.' : undefined}
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form={formId} variant="primary" isLoading={set.isPending}>
            {isReplacing ? 'Replace value' : 'Add secret'}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate autoComplete="off" className="flex flex-col gap-4">
        {errors.whole && (
          <Alert tone="danger">
            <Refusal error={errors.whole} />
          </Alert>
        )}
        {!isReplacing && (
          <Field label="Name" error={errors.name} hint="Steps write secrets.NAME.">
            <Input
              autoFocus
              value={name}
              placeholder="GITHUB_TOKEN"
              spellCheck={false}
              className="font-mono text-xs"
              onChange={(event) => {
                setName(event.target.value.toUpperCase().replaceAll(/[\s-]/g, '_'))
                setErrors({})
              }}
            />
          </Field>
        )}
        <Field label="Value" error={errors.value} hint="Kept exactly as you paste it, line breaks included.">
          <Textarea
            isMono
            rows={3}
            autoFocus={isReplacing}
            value={value}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => {
              setValue(event.target.value)
              setErrors({})
            }}
          />
        </Field>
      </form>
    </Dialog>
  )
}

function problemsOf(name: string, value: string, taken: readonly string[]) {
  const nameCheck = secretNameSchema.safeParse(name)
  const valueCheck = secretValueSchema.safeParse(value)
  const nameProblem = taken.includes(name)
    ? 'There is one of that name. Replace its value instead.'
    : nameCheck.error?.issues[0]?.message
  return {
    ...(nameProblem && { name: nameProblem }),
    ...(!valueCheck.success && { value: valueCheck.error.issues[0]?.message ?? 'Give a value.' }),
  }
}
