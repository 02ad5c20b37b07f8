// What the connection needs of the world around it, and whom it tells; written here so that tests can stand in.

import type { ChatTicket, Entry } from './protocol.ts'

export type ConnectionStatus = 'idle' | 'connecting' | 'online' | 'offline'

/** The part of WebSocket that is used. */
export interface SocketLike {
  onopen: (() => void) | null
  onmessage: ((event: { data: unknown }) => void) | null
  onclose: (() => void) | null
  send(data: string): void
  close(): void
}

export interface ConnectionEnvironment {
  openSocket(url: string): SocketLike
  fetch(url: string, init: RequestInit): Promise<Response>
  random(): number
  /** What the browser believes; false is certain, true is not. */
  hasNetwork(): boolean
}

export function browserEnvironment(): ConnectionEnvironment {
  return {
    openSocket: (url) => new WebSocket(url) as SocketLike,
    fetch: (url, init) => fetch(url, init),
    random: Math.random,
    hasNetwork: () => navigator.onLine,
  }
}

/** Where the visitor's token is kept; shared by all tabs of the page's origin. */
export interface VisitorToken {
  get(): string | null
  set(token: string): void
  clear(): void
}

export interface ConnectionListener {
  status(status: ConnectionStatus): void
  /** The conversation turned out to be another one: forget its entries. */
  reset(): void
  suggestions(suggestions: string[]): void
  /** New entries, in order and without gaps. */
  entries(entries: Entry[]): void
  tickets(tickets: ChatTicket[]): void
  sending(id: string): void
  /** The message is on the server's disk. */
  accepted(id: string, sequence: number): void
  /** The message will not be sent again by itself. */
  refused(id: string, message: string): void
  /** The server is busy; the connection tries again after so many seconds. */
  delayed(seconds: number, message: string): void
}
