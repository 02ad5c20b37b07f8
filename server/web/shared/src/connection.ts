// The client's end of the web chat protocol: one WebSocket, or plain HTTP where WebSockets are blocked.
//
// It keeps the log complete (entries are handed on in order and without gaps) and sends messages one at a time until
// each is confirmed, so that their order holds and none is lost; the server drops repetitions by the message id.

import { Backoff } from './backoff.ts'
import { HttpProblem, request, type HttpCall } from './http.ts'
import type { ConnectionEnvironment, ConnectionListener, ConnectionStatus, SocketLike, VisitorToken } from './ports.ts'
import {
  parseServerFrame,
  protocolVersion,
  readEntries,
  readSuggestions,
  readTickets,
  type ClientFrame,
  type Entry,
  type OutgoingMessage,
  type ServerFrame,
} from './protocol.ts'

// The ports are part of what a user of the connection sees.
export * from './ports.ts'

const millisecondsPerSecond = 1000
const answerLimit = 15 * millisecondsPerSecond
const pollLimit = 40 * millisecondsPerSecond
const pollSeconds = 25
const shortestPoll = 2 * millisecondsPerSecond
const behindLimit = 1.5 * millisecondsPerSecond
const stableAfter = 5 * millisecondsPerSecond
const longestRetryAfter = 300
/** So many sockets must fail, without one that ever worked, before plain HTTP is tried. */
const socketFailuresBeforeHttp = 2
const unavailableBeforeRefusal = 3

const texts = {
  refused: 'Tin nhắn này không gửi được.',
  unavailable: 'Hệ thống đang tạm gián đoạn.',
}

type Timer = ReturnType<typeof setTimeout>

export class ChatConnection {
  private status: ConnectionStatus = 'idle'
  private readonly backoff: Backoff
  private reconnectTimer: Timer | undefined

  private socket: SocketLike | null = null
  private ready = false
  private readySince = 0
  private helloVisitor: string | null = null
  private socketFailures = 0
  private socketWorked = false
  private answerTimer: Timer | undefined

  private poll: AbortController | null = null

  /** The conversation that the entries handed on belong to. */
  private visitor: string | null = null
  private last = 0
  private newest = 0
  private behindTimer: Timer | undefined
  private resumed = 0

  private readonly queue: OutgoingMessage[] = []
  private inFlight: string | null = null
  private pauseTimer: Timer | undefined
  private unavailable = 0

  constructor(
    /** Ends with "/": the address that widget.js came from. */
    private readonly base: string,
    private readonly token: VisitorToken,
    private readonly environment: ConnectionEnvironment,
    private readonly listener: ConnectionListener,
  ) {
    this.backoff = new Backoff(millisecondsPerSecond, 30 * millisecondsPerSecond, environment.random)
  }

  start(): void {
    if (this.status !== 'idle') return
    this.connect()
  }

  stop(): void {
    this.disconnect()
    this.setStatus('idle')
  }

  /** Sends the message as soon as possible, and again until it is confirmed or refused. */
  send(message: OutgoingMessage): void {
    if (this.queue.some((queued) => queued.id === message.id)) return
    this.queue.push(message)
    this.pump()
  }

  /** Takes a message out of the queue: it has reached the log, or is no longer wanted. */
  forget(id: string): void {
    this.settle(id)
    this.pump()
  }

  /** Call it for the browser's `online` and `offline` events, and when the page is shown again. */
  networkChanged(): void {
    if (this.status === 'idle') return
    if (!this.environment.hasNetwork()) {
      this.disconnect()
      this.setStatus('offline')
    } else if (!this.ready) {
      if (this.socket !== null || this.poll !== null) return
      this.backoff.reset()
      this.connect()
    } else if (this.socket !== null) {
      this.transmit({ type: 'resume', after: this.last })
    }
  }

  private setStatus(status: ConnectionStatus): void {
    if (this.status === status) return
    this.status = status
    this.listener.status(status)
  }

  private connect(): void {
    clearTimeout(this.reconnectTimer)
    if (!this.environment.hasNetwork()) {
      this.setStatus('offline')
      return
    }
    // While attempts fail the status stays "offline", so that the display does not flicker.
    if (this.status !== 'offline') this.setStatus('connecting')
    if (!this.socketWorked && this.socketFailures >= socketFailuresBeforeHttp) void this.runPolling()
    else this.openSocket()
  }

  private disconnect(): void {
    for (const timer of [this.reconnectTimer, this.answerTimer, this.behindTimer, this.pauseTimer]) clearTimeout(timer)
    this.behindTimer = this.pauseTimer = undefined
    this.ready = false
    this.inFlight = null
    const socket = this.socket
    this.socket = null
    if (socket !== null) {
      socket.onopen = socket.onmessage = socket.onclose = null
      socket.close()
    }
    this.poll?.abort()
    this.poll = null
  }

  /** The connection broke: try again after a pause, of at least so many milliseconds. */
  private lost(atLeast = 0): void {
    if (this.ready && Date.now() - this.readySince >= stableAfter) this.backoff.reset()
    this.disconnect()
    this.setStatus('offline')
    this.reconnectIn(Math.max(atLeast, this.backoff.next()))
  }

  private reconnectIn(milliseconds: number): void {
    clearTimeout(this.reconnectTimer)
    this.reconnectTimer = setTimeout(() => this.connect(), milliseconds)
  }

  private becomeReady(): void {
    this.ready = true
    this.readySince = Date.now()
    this.setStatus('online')
    this.pump()
  }

  // The log

  private adoptVisitor(visitor: string): void {
    if (this.visitor !== null && this.visitor !== visitor) {
      this.last = 0
      this.newest = 0
      this.listener.reset()
    }
    this.visitor = visitor
    if (this.token.get() !== visitor) this.token.set(visitor)
  }

  /** The token to come back with; one that another tab has changed means another conversation. */
  private currentVisitor(): string | null {
    const visitor = this.token.get()
    if (visitor !== null && this.visitor !== null && visitor !== this.visitor) this.adoptVisitor(visitor)
    return visitor
  }

  private takeEntries(entries: Entry[], newest: number): void {
    this.newest = Math.max(this.newest, newest)
    const added: Entry[] = []
    for (const entry of entries) {
      this.newest = Math.max(this.newest, entry.sequence)
      if (entry.sequence !== this.last + 1) continue
      this.last = entry.sequence
      added.push(entry)
    }
    if (added.length > 0) {
      this.resumed = 0
      this.listener.entries(added)
    }
    const gap = entries.some((entry) => entry.sequence > this.last)
    this.watchBehind(gap)
  }

  /** Asks again when what is known to exist does not arrive: at once after a gap, else after a moment. */
  private watchBehind(gap: boolean): void {
    if (this.last >= this.newest) {
      clearTimeout(this.behindTimer)
      this.behindTimer = undefined
      return
    }
    if (this.socket === null) return
    const ask = (): void => {
      ++this.resumed
      this.transmit({ type: 'resume', after: this.last })
      this.behindTimer = setTimeout(ask, behindLimit * 2 ** Math.min(this.resumed, 5))
    }
    if (gap && this.resumed === 0) {
      clearTimeout(this.behindTimer)
      ask()
    } else {
      this.behindTimer ??= setTimeout(ask, behindLimit)
    }
  }

  // The messages

  private pump(): void {
    const message = this.queue[0]
    if (!this.ready || message === undefined || this.inFlight !== null || this.pauseTimer !== undefined) return
    this.inFlight = message.id
    this.listener.sending(message.id)
    if (this.socket !== null) {
      this.transmit({ type: 'message', ...message })
      // Nothing else tells a half-open connection from a slow one.
      clearTimeout(this.answerTimer)
      this.answerTimer = setTimeout(() => this.lost(), answerLimit)
    } else {
      void this.post(message)
    }
  }

  private settle(id: string): void {
    const index = this.queue.findIndex((message) => message.id === id)
    if (index >= 0) this.queue.splice(index, 1)
    if (this.inFlight === id) {
      this.unavailable = 0
      clearTimeout(this.answerTimer)
      this.inFlight = null
    }
  }

  private accept(id: string, sequence: number): void {
    this.settle(id)
    this.listener.accepted(id, sequence)
    this.newest = Math.max(this.newest, sequence)
    this.watchBehind(false)
    this.pump()
  }

  private refuse(id: string, message: string): void {
    this.settle(id)
    this.listener.refused(id, message || texts.refused)
    this.pump()
  }

  /** Keeps the message in the queue and holds the whole queue back, so that its order stays. */
  private delay(seconds: number, message: string): void {
    const pause = Math.min(Math.max(seconds, 1), longestRetryAfter)
    clearTimeout(this.answerTimer)
    this.inFlight = null
    this.listener.delayed(Math.ceil(pause), message)
    clearTimeout(this.pauseTimer)
    this.pauseTimer = setTimeout(() => {
      this.pauseTimer = undefined
      this.pump()
    }, pause * millisecondsPerSecond)
  }

  private failForNow(id: string, message: string): void {
    if (++this.unavailable >= unavailableBeforeRefusal) this.refuse(id, message || texts.unavailable)
    else this.delay(2 ** this.unavailable, message || texts.unavailable)
  }

  // WebSocket

  private openSocket(): void {
    const url = this.base.replace(/^http/, 'ws') + 'chat/v1'
    let socket: SocketLike
    try {
      socket = this.environment.openSocket(url)
    } catch {
      this.socketFailed()
      return
    }
    this.socket = socket
    socket.onopen = () => {
      this.helloVisitor = this.currentVisitor()
      this.transmit({ type: 'hello', version: protocolVersion, visitor: this.helloVisitor, after: this.last })
    }
    socket.onmessage = (event) => {
      const frame = parseServerFrame(event.data)
      if (frame !== null) this.receive(frame)
    }
    socket.onclose = () => this.socketFailed()
    // A proxy may accept the socket and then swallow its frames: without a welcome it does not count.
    clearTimeout(this.answerTimer)
    this.answerTimer = setTimeout(() => this.socketFailed(), answerLimit)
  }

  private socketFailed(): void {
    if (!this.ready) ++this.socketFailures
    this.lost()
  }

  private transmit(frame: ClientFrame): void {
    try {
      this.socket?.send(JSON.stringify(frame))
    } catch {
      // Closing sockets throw; their onclose follows.
    }
  }

  private receive(frame: ServerFrame): void {
    switch (frame.type) {
      case 'welcome':
        this.receiveWelcome(frame)
        break
      case 'accepted':
        this.accept(frame.id, frame.sequence)
        break
      case 'entries':
        this.takeEntries(frame.entries, frame.last)
        break
      case 'tickets':
        this.listener.tickets(frame.tickets)
        break
      case 'error':
        this.receiveError(frame)
        break
      case 'goodbye': {
        // Not a failure: a planned restart. The jitter keeps everybody from coming back in the same moment.
        this.disconnect()
        this.setStatus('connecting')
        this.reconnectIn(frame.retry_after * millisecondsPerSecond * (1 + this.environment.random() / 2))
        break
      }
    }
  }

  private receiveWelcome(frame: Extract<ServerFrame, { type: 'welcome' }>): void {
    clearTimeout(this.answerTimer)
    const stored = this.token.get()
    if (stored !== null && stored !== this.helloVisitor && stored !== frame.visitor) {
      // Another tab became a visitor while this one was being welcomed: share its conversation.
      this.disconnect()
      this.connect()
      return
    }
    this.socketWorked = true
    this.adoptVisitor(frame.visitor)
    this.listener.suggestions(frame.suggestions)
    this.listener.tickets(frame.tickets)
    this.becomeReady()
    this.takeEntries([], frame.last)
  }

  private receiveError(frame: Extract<ServerFrame, { type: 'error' }>): void {
    const id = frame.id ?? (frame.code === 'bad_frame' ? this.inFlight : null)
    if (frame.code === 'busy' || frame.code === 'too_fast') {
      if (this.ready) this.delay(frame.retry_after ?? 5, frame.message)
      else this.lost((frame.retry_after ?? 5) * millisecondsPerSecond)
    } else if (id === null || id !== this.inFlight) {
      return
    } else if (frame.code === 'unavailable') {
      this.failForNow(id, frame.message)
    } else {
      this.refuse(id, frame.message)
    }
  }

  // Plain HTTP

  private async runPolling(): Promise<void> {
    const poll = new AbortController()
    this.poll = poll
    let visitor = this.currentVisitor()
    let unknownVisitors = 0
    let wait = 0
    try {
      while (!poll.signal.aborted) {
        if (visitor === null) visitor = await this.createVisitor(poll)
        const asked = Date.now()
        const response = await this.request('GET', `entries?after=${this.last}&wait=${wait}`, visitor, poll)
        if (poll.signal.aborted) return
        if (response === null) {
          if (++unknownVisitors > 1) throw new Error('the server does not know its own visitor')
          this.token.clear()
          visitor = null
          continue
        }
        unknownVisitors = 0
        this.adoptVisitor(visitor)
        if (Array.isArray(response.tickets)) this.listener.tickets(readTickets(response.tickets))
        const before = this.last
        this.takeEntries(readEntries(response.entries), typeof response.last === 'number' ? response.last : 0)
        if (!this.ready) this.becomeReady()
        // A server that does not wait must not be asked in a tight loop.
        const pace = shortestPoll - (Date.now() - asked)
        if (wait > 0 && this.last === before && pace > 0) await new Promise((resolve) => setTimeout(resolve, pace))
        wait = pollSeconds
        const changed = this.token.get()
        if (changed !== null && changed !== visitor) {
          visitor = this.currentVisitor()
          wait = 0
        }
      }
    } catch (error) {
      if (poll.signal.aborted) return
      // Perhaps it was never the WebSocket: let the next attempt try one again.
      this.socketFailures = socketFailuresBeforeHttp - 1
      this.lost(error instanceof HttpProblem ? (error.retryAfter ?? 0) * millisecondsPerSecond : 0)
    }
  }

  private async createVisitor(poll: AbortController): Promise<string> {
    const created = await this.request('POST', 'visitors', null, poll)
    if (created === null || typeof created.visitor !== 'string') throw new Error('no visitor was created')
    // Another tab may have been faster; then its conversation is shared.
    const visitor = this.token.get() ?? created.visitor
    this.adoptVisitor(visitor)
    this.listener.suggestions(readSuggestions(created.suggestions))
    return visitor
  }

  private async post(message: OutgoingMessage): Promise<void> {
    const poll = this.poll
    if (poll === null) return
    try {
      const response = await this.request('POST', 'messages', this.visitor, poll, message)
      if (poll.signal.aborted) return
      if (response === null) {
        this.token.clear()
        this.lost()
      } else {
        this.accept(message.id, typeof response.sequence === 'number' ? response.sequence : 0)
      }
    } catch (error) {
      if (poll.signal.aborted) return
      if (!(error instanceof HttpProblem)) this.lost()
      else if (error.status === 429 || error.retryAfter !== null) this.delay(error.retryAfter ?? 5, error.message)
      else if (error.status >= 500) this.failForNow(message.id, error.message)
      else this.refuse(message.id, error.message)
    }
  }

  private request(
    method: HttpCall['method'],
    path: string,
    visitor: string | null,
    poll: AbortController,
    body?: OutgoingMessage,
  ): ReturnType<typeof request> {
    const url = `${this.base}chat/v1/${path}`
    const limit = method === 'GET' ? pollLimit : answerLimit
    return request(this.environment, { method, url, visitor, body, limit, signal: poll.signal })
  }
}
