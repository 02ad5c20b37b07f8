// Answers that are being written, one per ticket, kept across reloads.

import type { KeyValueStorage } from '@reformdesk/shared/storage'

export interface Draft {
  text: string
  /** The idempotency key of an attempt whose outcome is unknown; holds for exactly this text. */
  requestId?: string
}

const keyPrefix = 'reformdesk-console:draft:'

export class Drafts {
  constructor(
    private readonly storage: KeyValueStorage,
    private readonly user: string,
  ) {}

  get(ticket: number): Draft {
    try {
      const draft = JSON.parse(this.storage.get(this.key(ticket)) ?? '{}') as Partial<Draft>
      const text = typeof draft.text === 'string' ? draft.text : ''
      return typeof draft.requestId === 'string' ? { text, requestId: draft.requestId } : { text }
    } catch {
      return { text: '' }
    }
  }

  put(ticket: number, draft: Draft): void {
    if (draft.text === '') this.storage.remove(this.key(ticket))
    else this.storage.set(this.key(ticket), JSON.stringify(draft))
  }

  remove(ticket: number): void {
    this.storage.remove(this.key(ticket))
  }

  private key(ticket: number): string {
    return `${keyPrefix}${this.user}:${ticket}`
  }
}
