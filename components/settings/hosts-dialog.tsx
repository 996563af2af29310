'use client'

import { type FormEvent, useId, useState } from 'react'
import { useProject } from '@/components/data/project'
import { type ClientError, readError } from '@/components/layout/client-error'
import { Refusal } from '@/components/shell/refusal'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { RadioGroup } from '@/components/ui/radio'
import { Textarea } from '@/components/ui/textarea'
import { toast } from '@/components/ui/toast'
import { hostsIn, hostsProblem } from './hosts-text'
import type { SettingsScope } from './use-settings'

export interface HostsDialogProps {
  isOpen: boolean
  hosts: readonly string[] | null
  /** What the organization allows a project; null: everything public. */
  outer: readonly string[] | null
  scope: SettingsScope
  onSave: (hosts: string[] | null) => Promise<unknown>
  onClose: () => void
}

export function HostsDialog({ isOpen, hosts, outer, scope, onSave, onClose }: HostsDialogProps) {
  const formId = useId()
  const { orgName } = useProject()
  // Where the organization has a list, "any public host" is not a project's to choose.
  const mayChooseAny = outer === null
  const [isListed, setListed] = useState(hosts !== null || !mayChooseAny)
  const [text, setText] = useState((hosts ?? outer ?? []).join('\n'))
  const [isShown, setShown] = useState(false)
  const [isSaving, setSaving] = useState(false)
  const [refusal, setRefusal] = useState<ClientError>()
  const problem = isListed ? hostsProblem(text, outer) : undefined
  const isEmpty = isListed && hostsIn(text).length === 0

  async function submit(event: FormEvent) {
    event.preventDefault()
    setShown(true)
    if (problem) return
    setSaving(true)
    setRefusal(undefined)
    try {
      await onSave(isListed ? hostsIn(text) : null)
      toast.success('Saved the allowed hosts')
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
      title="Allowed hosts"
      description={
        scope === 'project'
          ? 'What http steps and model providers of this project may call.'
          : 'What http steps and model providers of every project may call.'
      }
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
        {mayChooseAny ? (
          <RadioGroup
            aria-label="Which hosts"
            value={isListed ? 'listed' : 'any'}
            onValueChange={(choice) => setListed(choice === 'listed')}
            options={[
              { value: 'any', label: 'Any public host' },
              { value: 'listed', label: 'Only these hosts' },
            ]}
          />
        ) : (
          <Alert tone="neutral">
            {orgName} allows {outer.join(', ') || 'no host'}. A project can only narrow that.
          </Alert>
        )}
        {isListed && (
          <Field
            label="Hosts"
            error={isShown ? problem : undefined}
            hint="One a line: api.example.com, or *.example.com for all its subdomains. Remember the hosts of your model providers, such as api.anthropic.com."
          >
            <Textarea
              isMono
              rows={6}
              value={text}
              spellCheck={false}
              placeholder={'api.example.com\n*.github.com'}
              onChange={(event) => setText(event.target.value)}
            />
          </Field>
        )}
        {isEmpty && <Alert tone="warning">An empty list allows no request at all.</Alert>}
      </form>
    </Dialog>
  )
}
