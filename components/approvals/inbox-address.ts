export type InboxState = 'pending' | 'decided'

export interface InboxAddress {
  state: InboxState
  /** The chosen request. */
  approvalId: string | undefined
}

/** The inbox's view as its address tells it: `?state=decided&approval=<id>`. */
export function readInbox(params: { get(name: string): string | null }): InboxAddress {
  return {
    state: params.get('state') === 'decided' ? 'decided' : 'pending',
    approvalId: params.get('approval') || undefined,
  }
}

/** The address of one request, in the inbox's present tab. */
export function approvalHref(base: string, approvalId: string, state: InboxState = 'pending'): string {
  const tab = state === 'decided' ? 'state=decided&' : ''
  return `${base}/approvals?${tab}approval=${encodeURIComponent(approvalId)}`
}
