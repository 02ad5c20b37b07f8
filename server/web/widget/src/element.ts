// <reform-desk>: joins state, connection, stored values and view.
//
// Attributes: `server` (address ending in "/"), `heading`, `colour` ("#rgb" or "#rrggbb"), `open`.

import { browserEnvironment, ChatConnection, type ConnectionEnvironment } from '@reformdesk/shared/connection'
import { Outbox } from '@reformdesk/shared/outbox'
import { newMessageId, type OutgoingMessage } from '@reformdesk/shared/protocol'
import { openStorage, type KeyValueStorage } from '@reformdesk/shared/storage'
import { readAccent } from './colour.ts'
import { awaitedReply, initialState, reduce, replyTicket, type Action, type State } from './state.ts'
import { texts } from './texts.ts'
import { View } from './view.ts'

const replyLimit = 20_000

export interface Surroundings {
  storage: KeyValueStorage
  environment: ConnectionEnvironment
}

/** Tests put their own here; a custom element's constructor takes no arguments. */
export const surroundings: { make(): Surroundings } = {
  make: () => ({ storage: openStorage(), environment: browserEnvironment() }),
}

export class ReformDesk extends HTMLElement {
  private state: State = initialState
  private view: View | null = null
  private connection: ChatConnection | null = null
  private storage: KeyValueStorage | null = null
  private outbox: Outbox | null = null
  private seenKey = ''
  private awaited: number | null = null
  private awaitedTimer: ReturnType<typeof setTimeout> | undefined

  connectedCallback(): void {
    if (this.view !== null) return
    const { storage, environment } = surroundings.make()
    const server = this.getAttribute('server') ?? new URL('/', location.href).href
    const prefix = `reformdesk:${server}:`
    this.storage = storage
    this.seenKey = `${prefix}seen`
    this.outbox = new Outbox(storage, `${prefix}outbox:`)
    this.connection = this.makeConnection(server, `${prefix}visitor`, storage, environment)
    this.view = this.makeView()
    this.state = { ...this.state, seen: Number(storage.get(this.seenKey) ?? 0) || 0 }
    this.restoreOutbox()
    addEventListener('online', this.networkChanged)
    addEventListener('offline', this.networkChanged)
    document.addEventListener('visibilitychange', this.visibilityChanged)
    // A new visitor's socket waits for the panel: most pages are read without a question.
    const known = storage.get(`${prefix}visitor`) !== null || this.state.pending.length > 0
    if (this.hasAttribute('open')) this.dispatch({ type: 'opened' })
    else this.view.update(this.state)
    if (known || this.state.open) this.connection.start()
  }

  disconnectedCallback(): void {
    this.connection?.stop()
    clearTimeout(this.awaitedTimer)
    removeEventListener('online', this.networkChanged)
    removeEventListener('offline', this.networkChanged)
    document.removeEventListener('visibilitychange', this.visibilityChanged)
    this.shadowRoot?.replaceChildren()
    this.view = null
    this.state = initialState
  }

  private makeConnection(
    server: string,
    visitorKey: string,
    storage: KeyValueStorage,
    environment: ConnectionEnvironment,
  ): ChatConnection {
    const token = {
      get: () => storage.get(visitorKey),
      set: (value: string) => storage.set(visitorKey, value),
      clear: () => storage.remove(visitorKey),
    }
    return new ChatConnection(server, token, environment, {
      status: (status) => this.dispatch({ type: 'status', status }),
      reset: () => {
        storage.remove(this.seenKey)
        this.dispatch({ type: 'reset' })
      },
      suggestions: (suggestions) => this.dispatch({ type: 'suggestions', suggestions }),
      entries: (entries) => {
        for (const { id } of entries) if (id !== undefined) this.outbox?.remove(id)
        for (const { id } of entries) if (id !== undefined) this.connection?.forget(id)
        this.dispatch({ type: 'entries', entries })
      },
      tickets: (tickets) => this.dispatch({ type: 'tickets', tickets }),
      sending: (id) => this.dispatch({ type: 'sending', id }),
      accepted: (id, sequence) => {
        this.outbox?.remove(id)
        this.dispatch({ type: 'accepted', id, sequence })
      },
      refused: (id, reason) => {
        const message = this.state.pending.find((one) => one.id === id)
        if (message !== undefined) this.store(message, reason)
        this.dispatch({ type: 'refused', id, reason })
      },
      delayed: (seconds, message) => this.dispatch({ type: 'delayed', seconds, message }),
    })
  }

  private makeView(): View {
    const view = new View(this.shadowRoot ?? this.attachShadow({ mode: 'open' }), {
      open: () => {
        this.dispatch({ type: 'opened' })
        this.connection?.start()
        view.moveFocus(true)
      },
      close: () => {
        this.dispatch({ type: 'closed' })
        view.moveFocus(false)
      },
      say: (text, choice) => this.say(text, choice),
      retry: (id) => this.retry(id),
      edit: (id) => this.edit(id),
      newQuestion: (wanted) => this.dispatch({ type: 'new_question', wanted }),
    })
    view.setTitle(this.getAttribute('heading') ?? texts.title)
    view.setAccent(readAccent(this.getAttribute('colour')))
    return view
  }

  private readonly networkChanged = (): void => this.connection?.networkChanged()

  private readonly visibilityChanged = (): void => {
    if (document.visibilityState !== 'visible') return
    this.connection?.networkChanged()
    this.markSeen()
  }

  private dispatch(action: Action): void {
    this.state = reduce(this.state, action)
    this.markSeen()
    this.watchReply()
    this.view?.update(this.state)
  }

  private markSeen(): void {
    if (!this.state.open || document.visibilityState === 'hidden') return
    const sequence = this.state.entries[this.state.entries.length - 1]?.sequence ?? 0
    if (sequence <= this.state.seen) return
    this.state = reduce(this.state, { type: 'seen', sequence })
    this.storage?.set(this.seenKey, String(sequence))
  }

  /** A reply that does not come must not leave the dots dancing for ever. */
  private watchReply(): void {
    const awaited = awaitedReply(this.state)
    if (awaited === this.awaited) return
    this.awaited = awaited
    clearTimeout(this.awaitedTimer)
    if (awaited === null) return
    this.awaitedTimer = setTimeout(() => this.dispatch({ type: 'overdue', sequence: awaited }), replyLimit)
  }

  private say(text: string, choice?: string): void {
    const message: OutgoingMessage = { id: newMessageId(), text }
    const ticket = replyTicket(this.state)
    if (choice !== undefined) message.choice = choice
    else if (ticket !== null) message.ticket = ticket
    else if (this.state.newQuestion) message.new_question = true
    this.store(message)
    this.dispatch({ type: 'submitted', message })
    this.connection?.start()
    this.connection?.send(message)
  }

  private retry(id: string): void {
    const message = this.state.pending.find((one) => one.id === id)
    if (message === undefined) return
    const outgoing = outgoingPart(message)
    this.store(outgoing)
    this.dispatch({ type: 'retried', id })
    this.connection?.send(outgoing)
  }

  private edit(id: string): void {
    const message = this.state.pending.find((one) => one.id === id)
    if (message === undefined) return
    this.outbox?.remove(id)
    this.connection?.forget(id)
    this.dispatch({ type: 'discarded', id })
    this.view?.setDraft(message.text)
  }

  private restoreOutbox(): void {
    for (const stored of this.outbox?.list() ?? []) {
      const message = outgoingPart(stored)
      const refused = stored.refused === undefined ? {} : { refused: stored.refused }
      this.state = reduce(this.state, { type: 'submitted', message, ...refused })
      if (stored.refused === undefined) this.connection?.send(message)
    }
  }

  private store(message: OutgoingMessage, refused?: string): void {
    this.outbox?.put({ ...outgoingPart(message), at: Date.now(), ...(refused === undefined ? {} : { refused }) })
  }
}

function outgoingPart(message: OutgoingMessage): OutgoingMessage {
  const { id, text, choice, ticket, new_question } = message
  return {
    id,
    text,
    ...(choice === undefined ? {} : { choice }),
    ...(ticket === undefined ? {} : { ticket }),
    ...(new_question === undefined ? {} : { new_question }),
  }
}
