'use client'

import { RotateCcw } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { Button } from '@/components/ui/button'
import { Section } from '@/components/ui/card'
import { SchemaForm } from '@/components/ui/schema-form'
import { FormChanges } from './form-changes'
import type { Answer } from './use-answer'

/** What may be edited before approving, prefilled with what was asked, and below it what changed so far. */
export function AnswerForm({ answer, isReadOnly }: { answer: Answer; isReadOnly: boolean }) {
  const { form, changes } = answer
  return (
    <>
      <Section
        title={isReadOnly ? 'What is proposed' : 'Edit before you approve'}
        description={
          isReadOnly ? undefined : 'The run goes on with these values. Leave them to approve as asked.'
        }
        actions={
          answer.isEdited ? (
            <Button size="sm" variant="ghost" icon={<RotateCcw />} onClick={form.reset}>
              Undo edits
            </Button>
          ) : undefined
        }
      >
        {/* biome-ignore lint/a11y/noStaticElementInteractions: leaves a field, so that the page's own keys work again */}
        <div onKeyDown={leaveOnEscape}>
          <SchemaForm {...form.formProps} isDisabled={isReadOnly || answer.isBusy} />
        </div>
      </Section>
      {changes.length > 0 && (
        <Section
          title="Your changes"
          description="Kept with your decision, so that others see what you changed."
        >
          <FormChanges changes={changes} />
        </Section>
      )}
    </>
  )
}

function leaveOnEscape(event: KeyboardEvent) {
  if (event.key !== 'Escape' || event.defaultPrevented || !(event.target instanceof HTMLElement)) return
  event.preventDefault()
  event.target.blur()
}
