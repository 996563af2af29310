'use client'

import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { useProject } from '@/components/data/project'
import { useTRPC } from '@/components/data/trpc'
import { type ClientError, readError } from '@/components/layout/client-error'
import { Refusal } from '@/components/shell/refusal'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { RadioGroup } from '@/components/ui/radio'
import { toast } from '@/components/ui/toast'
import { MAX_RETENTION_DAYS, SETTINGS } from '@/server/features/settings/schema'
import { daysInWords, daysProblem, effectInWords, partOf, type RetentionKey } from './retention-words'
import type { SettingsScope } from './use-settings'

export interface RetentionDialogProps {
  isOpen: boolean
  settingKey: RetentionKey
  value: number | null
  scope: SettingsScope
  onSave: (value: number | null) => Promise<unknown>
  onClose: () => void
}

/** Chooses how long, and says before saving what would go tonight. */
export function RetentionDialog({ isOpen, settingKey, value, scope, onSave, onClose }: RetentionDialogProps) {
  const formId = useId()
  const { label, meaning } = SETTINGS[settingKey]
  const [isLimited, setLimited] = useState(value !== null)
  const [text, setText] = useState(String(value ?? 90))
  const [isShown, setShown] = useState(false)
  const [isSaving, setSaving] = useState(false)
  const [refusal, setRefusal] = useState<ClientError>()
  const problem = isLimited ? daysProblem(text, MAX_RETENTION_DAYS) : undefined
  const chosen = isLimited ? Number(text) : null

  async function submit(event: FormEvent) {
    event.preventDefault()
    setShown(true)
    if (problem) return
    setSaving(true)
    setRefusal(undefined)
    try {
      await onSave(chosen)
      toast.success(`${label}: ${daysInWords(chosen).toLowerCase()}`)
      onClose()
    } catch (error) {
      setRefusal(readError(error))
    } finally {
      setSaving(false)
    }
  }

  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onClose}
      size="sm"
      title={`Keep ${label.toLowerCase()}`}
      description={meaning}
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form={formId} variant="primary" isLoading={isSaving}>
            Save
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="flex flex-col gap-4">
        {refusal && (
          <Alert tone="danger">
            <Refusal error={refusal} />
          </Alert>
        )}
        <RadioGroup
          aria-label="How long"
          value={isLimited ? 'days' : 'ever'}
          onValueChange={(choice) => setLimited(choice === 'days')}
          options={[
            { value: 'ever', label: 'For ever', hint: 'Until it is deleted by hand.' },
            { value: 'days', label: 'For a number of days', hint: 'Counted from the end of the run.' },
          ]}
        />
        {isLimited && (
          <Field label="Days" error={isShown ? problem : undefined}>
            <Input
              type="number"
              inputMode="numeric"
              min={1}
              max={MAX_RETENTION_DAYS}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          </Field>
        )}
        {scope === 'project' && !problem && <Preview settingKey={settingKey} days={chosen} />}
      </form>
    </Dialog>
  )
}

function Preview({ settingKey, days }: { settingKey: RetentionKey; days: number | null }) {
  const trpc = useTRPC()
  const { projectId } = useProject()
  const part = partOf(settingKey)
  const query = useQuery(
    trpc.retention.preview.queryOptions(
      { projectId, [part]: days },
      { placeholderData: (before) => before, staleTime: 30_000 },
    ),
  )
  const count = query.data?.[part]
  if (count === undefined) return <Alert tone="neutral">Counting…</Alert>
  return (
    <Alert tone={count > 0 ? 'warning' : 'neutral'} title={effectInWords(part, count)}>
      {count > 0 ? 'It cannot be brought back.' : 'Nothing is old enough yet.'}
    </Alert>
  )
}
