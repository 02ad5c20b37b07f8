// Messages that the server has not confirmed yet, kept across reloads. Each has its own key, so that tabs that write
// at the same time cannot overwrite one another's messages.

import type { OutgoingMessage } from './protocol.ts'
import type { KeyValueStorage } from './storage.ts'

export interface StoredMessage extends OutgoingMessage {
  /** When it was written, in milliseconds since 1970; the order of sending. */
  at: number
  /** Why it is not sent again by itself; absent while it is. */
  refused?: string
}

function parse(json: string | null): StoredMessage | null {
  try {
    const value = JSON.parse(json ?? 'null') as Partial<StoredMessage> | null
    if (value === null || typeof value !== 'object') return null
    if (typeof value.id !== 'string' || typeof value.text !== 'string' || typeof value.at !== 'number') return null
    return value as StoredMessage
  } catch {
    return null
  }
}

export class Outbox {
  constructor(
    private readonly storage: KeyValueStorage,
    private readonly prefix: string,
  ) {}

  put(message: StoredMessage): void {
    this.storage.set(this.prefix + message.id, JSON.stringify(message))
  }

  remove(id: string): void {
    this.storage.remove(this.prefix + id)
  }

  list(): StoredMessage[] {
    const messages: StoredMessage[] = []
    for (const key of this.storage.keys(this.prefix)) {
      const message = parse(this.storage.get(key))
      if (message === null) this.storage.remove(key)
      else messages.push(message)
    }
    return messages.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
  }
}
