// What the console knows: who is logged in, the tickets seen so far, their counts, and whether it is live.

import type { KeyValueStorage } from '@reformdesk/shared/storage'
import { messageOf, type Api } from './api.ts'
import { Drafts } from './drafts.ts'
import type { Live, LiveListener, LiveStatus } from './live.ts'
import { Reviews } from './reviews.ts'
import type { Counts, Load, Tab, Ticket, User } from './types.ts'

const mostOpenPages = 20
const countsPause = 400
const arrivalShown = 8000

export class Store {
  user: User | null | undefined = undefined
  startError: string | null = null
  live: LiveStatus = 'connecting'
  counts: Counts | null = null
  loads: Partial<Record<Tab, Load>> = {}
  next: Partial<Record<Tab, number | null>> = {}
  /** A ticket that has just come in, to be announced. */
  arrival: Ticket | null = null
  drafts: Drafts
  readonly reviews: Reviews

  private readonly tickets = new Map<number, Ticket>()
  private readonly listeners = new Set<() => void>()
  private readonly ticketListeners = new Set<(ticket: Ticket | null) => void>()
  private readonly connection: Live
  private countsTimer: ReturnType<typeof setTimeout> | undefined
  private arrivalTimer: ReturnType<typeof setTimeout> | undefined
  private wasOnline = false

  constructor(
    readonly api: Api,
    readonly storage: KeyValueStorage,
    makeLive: (listener: LiveListener) => Live,
  ) {
    this.drafts = new Drafts(storage, '')
    this.reviews = new Reviews(api, () => this.changed())
    this.connection = makeLive({
      status: (status) => this.liveStatus(status),
      ticket: (ticket) => this.take(ticket, true),
    })
    api.onSessionLost = () => this.loggedOut()
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Called with each changed ticket, and with null when changes may have been missed. */
  onTicket(listener: (ticket: Ticket | null) => void): () => void {
    this.ticketListeners.add(listener)
    return () => this.ticketListeners.delete(listener)
  }

  async start(): Promise<void> {
    this.startError = null
    this.changed()
    try {
      const user = await this.api.session()
      if (user === null) this.loggedOut()
      else this.loggedIn(user)
    } catch (error) {
      this.startError = messageOf(error)
      this.changed()
    }
  }

  loggedIn(user: User): void {
    this.user = user
    this.drafts = new Drafts(this.storage, user.name)
    if (!user.must_change_password) {
      this.connection.start()
      void this.reviews.refreshCount()
    }
    this.changed()
  }

  passwordChanged(): void {
    if (this.user) this.loggedIn({ ...this.user, must_change_password: false })
  }

  loggedOut(): void {
    this.connection.stop()
    this.user = null
    this.tickets.clear()
    this.counts = null
    this.reviews.forget()
    this.loads = {}
    this.next = {}
    this.wasOnline = false
    this.changed()
  }

  networkBack(): void {
    this.connection.retryNow()
  }

  /** The tickets of a tab: those that wait the longest first, otherwise the newest first. */
  list(tab: Tab): Ticket[] {
    const all = [...this.tickets.values()]
    if (tab === 'open') return all.filter((one) => one.state === 'open').sort((a, b) => a.number - b.number)
    // Older tickets that came in by other ways must not leave holes in the pages loaded so far.
    const oldest = this.next[tab] ?? 0
    return all
      .filter((one) => (tab === 'all' || one.state === tab) && one.number >= oldest)
      .sort((a, b) => b.number - a.number)
  }

  async load(tab: Tab): Promise<void> {
    if (this.loads[tab] === 'loading') return
    this.loads[tab] = 'loading'
    this.changed()
    try {
      let page = await this.api.tickets(tab)
      const tickets = [...page.tickets]
      for (let count = 1; tab === 'open' && page.next !== null && count < mostOpenPages; ++count) {
        page = await this.api.tickets(tab, page.next)
        tickets.push(...page.tickets)
      }
      this.forgetStale(tab, tickets)
      this.keep(tickets)
      this.counts = page.counts
      this.next[tab] = page.next
      this.loads[tab] = 'ready'
    } catch (error) {
      this.loads[tab] = { error: messageOf(error) }
    }
    this.changed()
  }

  async loadMore(tab: Tab): Promise<void> {
    const before = this.next[tab]
    if (before === null || before === undefined || this.loads[tab] === 'loading') return
    this.loads[tab] = 'loading'
    this.changed()
    try {
      const page = await this.api.tickets(tab, before)
      this.keep(page.tickets)
      this.counts = page.counts
      this.next[tab] = page.next
      this.loads[tab] = 'ready'
    } catch (error) {
      this.loads[tab] = { error: messageOf(error) }
    }
    this.changed()
  }

  /** Takes over a ticket's new state, unless a newer one is known. */
  take(ticket: Ticket, announced = false): void {
    const known = this.tickets.get(ticket.number)
    if (known !== undefined && known.version >= ticket.version) return
    this.tickets.set(ticket.number, ticket)
    if (announced && ticket.state === 'open' && known?.state !== 'open') this.announce(ticket)
    clearTimeout(this.countsTimer)
    this.countsTimer = setTimeout(() => void this.refreshCounts(), countsPause)
    this.changed()
    for (const listener of this.ticketListeners) listener(ticket)
  }

  private keep(tickets: Ticket[]): void {
    for (const ticket of tickets) {
      const known = this.tickets.get(ticket.number)
      if (known === undefined || known.version < ticket.version) this.tickets.set(ticket.number, ticket)
    }
  }

  /** What the server no longer lists as open was answered while this console was away. */
  private forgetStale(tab: Tab, listed: Ticket[]): void {
    if (tab !== 'open') return
    const numbers = new Set(listed.map((one) => one.number))
    const newest = Math.max(0, ...numbers)
    for (const ticket of this.tickets.values())
      if (ticket.state === 'open' && !numbers.has(ticket.number) && ticket.number < newest)
        this.tickets.delete(ticket.number)
  }

  dismissArrival(): void {
    clearTimeout(this.arrivalTimer)
    this.arrival = null
    this.changed()
  }

  private announce(ticket: Ticket): void {
    this.arrival = ticket
    clearTimeout(this.arrivalTimer)
    this.arrivalTimer = setTimeout(() => this.dismissArrival(), arrivalShown)
  }

  private async refreshCounts(): Promise<void> {
    try {
      this.counts = (await this.api.tickets('open', null, 1)).counts
      this.changed()
    } catch {
      // The next change or reconnection asks again.
    }
  }

  private liveStatus(status: LiveStatus): void {
    this.live = status
    if (status === 'online') {
      if (this.wasOnline) {
        for (const tab of Object.keys(this.loads) as Tab[]) void this.load(tab)
        for (const listener of this.ticketListeners) listener(null)
        void this.reviews.refreshCount()
      }
      this.wasOnline = true
    } else if (status === 'offline') {
      // An expired session closes the socket too; asking tells the two apart.
      void this.checkSession()
    }
    this.changed()
  }

  private async checkSession(): Promise<void> {
    try {
      if ((await this.api.session()) === null) this.loggedOut()
    } catch {
      // No network: the banner says so already.
    }
  }

  private changed(): void {
    for (const listener of this.listeners) listener()
  }
}
