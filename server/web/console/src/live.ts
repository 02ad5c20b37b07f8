// Live changes of tickets from /console/v1. What was missed while away is fetched by whoever listens, on `online`.

import { Backoff } from '@reformdesk/shared/backoff'
import type { SocketLike } from '@reformdesk/shared/connection'
import type { Ticket } from './types.ts'

export type LiveStatus = 'connecting' | 'online' | 'offline'

export interface LiveListener {
  status(status: LiveStatus): void
  ticket(ticket: Ticket): void
}

interface LiveFrame {
  type?: unknown
  ticket?: unknown
  retry_after?: unknown
}

export class Live {
  private socket: SocketLike | null = null
  private timer: ReturnType<typeof setTimeout> | undefined
  private readonly backoff: Backoff
  private stopped = true

  constructor(
    private readonly listener: LiveListener,
    private readonly openSocket: () => SocketLike = () =>
      new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/console/v1`) as SocketLike,
    random: () => number = Math.random,
  ) {
    this.backoff = new Backoff(1000, 30_000, random)
  }

  start(): void {
    if (!this.stopped) return
    this.stopped = false
    this.listener.status('connecting')
    this.connect()
  }

  stop(): void {
    this.stopped = true
    this.drop()
  }

  /** Call it when the browser says that the network is back. */
  retryNow(): void {
    if (this.stopped || this.socket !== null) return
    this.backoff.reset()
    this.connect()
  }

  private drop(): void {
    clearTimeout(this.timer)
    const socket = this.socket
    this.socket = null
    if (socket === null) return
    socket.onmessage = socket.onclose = null
    socket.close()
  }

  private connect(): void {
    clearTimeout(this.timer)
    const socket = this.openSocket()
    this.socket = socket
    socket.onmessage = (event) => this.receive(event.data)
    socket.onclose = () => this.lost(this.backoff.next(), 'offline')
  }

  private lost(pause: number, status: LiveStatus): void {
    this.drop()
    this.listener.status(status)
    this.timer = setTimeout(() => this.connect(), pause)
  }

  private receive(data: unknown): void {
    let frame: LiveFrame
    try {
      frame = JSON.parse(String(data)) as LiveFrame
    } catch {
      return
    }
    if (frame.type === 'welcome') {
      this.backoff.reset()
      this.listener.status('online')
    } else if (frame.type === 'ticket' && typeof frame.ticket === 'object' && frame.ticket !== null) {
      this.listener.ticket(frame.ticket as Ticket)
    } else if (frame.type === 'goodbye') {
      const seconds = typeof frame.retry_after === 'number' ? frame.retry_after : 2
      this.lost(seconds * 1000 * (1 + Math.random() / 2), 'connecting')
    }
  }
}
