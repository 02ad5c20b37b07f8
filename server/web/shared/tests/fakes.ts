// A server end in memory, for the tests of everything that connects.

import { vi } from 'vitest'
import { ChatConnection, type ConnectionEnvironment, type ConnectionListener, type SocketLike } from '../src/connection.ts'
import type { ChatTicket, ClientFrame, Entry } from '../src/protocol.ts'

export class FakeSocket implements SocketLike {
  onopen: (() => void) | null = null
  onmessage: ((event: { data: unknown }) => void) | null = null
  onclose: (() => void) | null = null
  readonly sent: ClientFrame[] = []
  closed = false

  constructor(readonly url: string) {}

  send(data: string): void {
    if (this.closed) throw new Error('the socket is closed')
    this.sent.push(JSON.parse(data) as ClientFrame)
  }
  close(): void {
    this.closed = true
  }

  open(): void {
    this.onopen?.()
  }
  receive(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) })
  }
  /** The other side, or the network, ends it. */
  drop(): void {
    this.closed = true
    this.onclose?.()
  }
  welcome(last = 0, visitor = 'visitor-1', tickets: ChatTicket[] = []): void {
    this.open()
    this.receive({ type: 'welcome', version: 1, visitor, last, suggestions: ['Một cửa là gì?'], tickets })
  }
  messages(): ClientFrame[] {
    return this.sent.filter((frame) => frame.type === 'message')
  }
}

export class FakeNetwork implements ConnectionEnvironment {
  readonly sockets: FakeSocket[] = []
  readonly requests: { url: string; init: RequestInit }[] = []
  online = true
  answer: (url: string, init: RequestInit) => Promise<Response> = () => Promise.reject(new TypeError('no network'))

  openSocket(url: string): FakeSocket {
    const socket = new FakeSocket(url)
    this.sockets.push(socket)
    return socket
  }
  fetch(url: string, init: RequestInit): Promise<Response> {
    this.requests.push({ url, init })
    return this.answer(url, init)
  }
  random(): number {
    return 0.5
  }
  hasNetwork(): boolean {
    return this.online
  }
  get socket(): FakeSocket {
    return this.sockets[this.sockets.length - 1]!
  }
}

export function entry(sequence: number, change: Partial<Entry> = {}): Entry {
  return { sequence, kind: 'answer', author: '', text: `mục ${sequence}`, at: '2026-11-24T03:00:00.000Z', ...change }
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers })
}

export class Token {
  constructor(public value: string | null = null) {}
  get(): string | null {
    return this.value
  }
  set(token: string): void {
    this.value = token
  }
  clear(): void {
    this.value = null
  }
}

export function fakeListener() {
  return {
    status: vi.fn<ConnectionListener['status']>(),
    reset: vi.fn<ConnectionListener['reset']>(),
    suggestions: vi.fn<ConnectionListener['suggestions']>(),
    entries: vi.fn<ConnectionListener['entries']>(),
    tickets: vi.fn<ConnectionListener['tickets']>(),
    sending: vi.fn<ConnectionListener['sending']>(),
    accepted: vi.fn<ConnectionListener['accepted']>(),
    refused: vi.fn<ConnectionListener['refused']>(),
    delayed: vi.fn<ConnectionListener['delayed']>(),
  }
}

export function connect(token = new Token()) {
  const network = new FakeNetwork()
  const listener = fakeListener()
  const connection = new ChatConnection('https://desk.example/', token, network, listener)
  connection.start()
  const sequences = (): number[] => listener.entries.mock.calls.flatMap(([entries]) => entries.map((one) => one.sequence))
  return { network, listener, connection, token, sequences }
}
