// What the widget shows, as a pure function of what happened. It knows no DOM, no clock and no network.

import type { ConnectionStatus } from '@reformdesk/shared/connection'
import type { ChatTicket, Entry, OutgoingMessage, TicketReference } from '@reformdesk/shared/protocol'

export type Delivery = 'queued' | 'sending' | 'accepted' | 'refused'

/** The visitor's message until its entry of the log arrives. */
export interface PendingMessage extends OutgoingMessage {
  delivery: Delivery
  /** Why it was refused. */
  reason?: string
  /** Once accepted. */
  sequence?: number
}

export interface State {
  open: boolean
  connection: ConnectionStatus
  /** Whether this page has been connected before: then losing it is worth a banner. */
  welcomed: boolean
  entries: readonly Entry[]
  pending: readonly PendingMessage[]
  tickets: readonly ChatTicket[]
  suggestions: readonly string[]
  /** The visitor wants the next message to be a new question, not a reply to the expert. */
  newQuestion: boolean
  /** The sequence up to which the visitor has seen the log. */
  seen: number
  /** The reply to the message with this sequence has not come for long: show no typing any more. */
  overdue: number
  /** Why sending is held back, until the next attempt. */
  delay: { seconds: number; message: string } | null
}

export type Action =
  | { type: 'opened' }
  | { type: 'closed' }
  | { type: 'status'; status: ConnectionStatus }
  | { type: 'reset' }
  | { type: 'suggestions'; suggestions: readonly string[] }
  | { type: 'entries'; entries: readonly Entry[] }
  | { type: 'tickets'; tickets: readonly ChatTicket[] }
  | { type: 'submitted'; message: OutgoingMessage; refused?: string }
  | { type: 'sending'; id: string }
  | { type: 'accepted'; id: string; sequence: number }
  | { type: 'refused'; id: string; reason: string }
  | { type: 'retried'; id: string }
  | { type: 'discarded'; id: string }
  | { type: 'delayed'; seconds: number; message: string }
  | { type: 'new_question'; wanted: boolean }
  | { type: 'seen'; sequence: number }
  | { type: 'overdue'; sequence: number }

export const initialState: State = {
  open: false,
  connection: 'idle',
  welcomed: false,
  entries: [],
  pending: [],
  tickets: [],
  suggestions: [],
  newQuestion: false,
  seen: 0,
  overdue: 0,
  delay: null,
}

function updatePending(state: State, id: string, change: Partial<PendingMessage>): State {
  return { ...state, pending: state.pending.map((one) => (one.id === id ? { ...one, ...change } : one)) }
}

function lastOf<T>(list: readonly T[]): T | undefined {
  return list[list.length - 1]
}

/** Kinds that the bot says: after one of them the expert is no longer the last to have spoken. */
function isBotTurn(entry: Entry): boolean {
  return ['answer', 'clarification', 'handover', 'small_talk'].includes(entry.kind)
}

function addEntries(state: State, incoming: readonly Entry[]): State {
  const last = lastOf(state.entries)?.sequence ?? 0
  const added = incoming.filter((entry) => entry.sequence > last)
  if (added.length === 0) return state
  const arrived = new Set(added.map((entry) => entry.id))
  return {
    ...state,
    entries: [...state.entries, ...added],
    pending: state.pending.filter((message) => !arrived.has(message.id)),
    newQuestion: state.newQuestion && !added.some((entry) => isBotTurn(entry) || entry.kind === 'expert_answer'),
  }
}

export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case 'opened':
      return { ...state, open: true }
    case 'closed':
      return { ...state, open: false }
    case 'status': {
      const online = action.status === 'online'
      const pending = online ? state.pending : requeue(state.pending)
      return { ...state, connection: action.status, welcomed: state.welcomed || online, pending, delay: null }
    }
    case 'reset':
      return { ...state, entries: [], tickets: [], newQuestion: false, seen: 0, overdue: 0 }
    case 'suggestions':
      return { ...state, suggestions: action.suggestions }
    case 'entries':
      return addEntries(state, action.entries)
    case 'tickets':
      return { ...state, tickets: action.tickets }
    case 'submitted': {
      if (state.pending.some((one) => one.id === action.message.id)) return state
      const message: PendingMessage = { ...action.message, delivery: 'queued' }
      if (action.refused !== undefined) Object.assign(message, { delivery: 'refused', reason: action.refused })
      return { ...state, pending: [...state.pending, message] }
    }
    case 'sending':
      return { ...updatePending(state, action.id, { delivery: 'sending' }), delay: null }
    case 'accepted': {
      const arrived = state.entries.some((entry) => entry.id === action.id)
      if (arrived) return { ...state, pending: state.pending.filter((one) => one.id !== action.id) }
      return updatePending(state, action.id, { delivery: 'accepted', sequence: action.sequence })
    }
    case 'refused':
      return updatePending(state, action.id, { delivery: 'refused', reason: action.reason })
    case 'retried':
      return updatePending(state, action.id, { delivery: 'queued' })
    case 'discarded':
      return { ...state, pending: state.pending.filter((one) => one.id !== action.id) }
    case 'delayed':
      return {
        ...state,
        pending: requeue(state.pending),
        delay: { seconds: action.seconds, message: action.message },
      }
    case 'new_question':
      return { ...state, newQuestion: action.wanted }
    case 'seen':
      return action.sequence > state.seen ? { ...state, seen: action.sequence } : state
    case 'overdue':
      return action.sequence > state.overdue ? { ...state, overdue: action.sequence } : state
  }
}

function requeue(pending: readonly PendingMessage[]): readonly PendingMessage[] {
  return pending.map((one) => (one.delivery === 'sending' ? { ...one, delivery: 'queued' } : one))
}

/** The ticket that the next message replies to: that of the expert who had the last word, unless it is closed. */
export function replyTicket(state: State): number | null {
  if (state.newQuestion) return null
  for (let index = state.entries.length - 1; index >= 0; --index) {
    const entry = state.entries[index]!
    if (isBotTurn(entry)) return null
    if (entry.kind !== 'expert_answer') continue
    if (entry.ticket === undefined) return null
    const { number, state: ticketState } = currentTicket(state, entry.ticket)
    return ticketState === 'closed' ? null : number
  }
  return null
}

/** The ticket with its present state rather than that of the moment when the entry was written. */
export function currentTicket(state: State, reference: TicketReference): TicketReference {
  return state.tickets.find((ticket) => ticket.number === reference.number) ?? reference
}

/** The sequence of the message that the bot is still thinking about, or null. */
export function awaitedReply(state: State): number | null {
  const accepted = lastOf(state.pending.filter((one) => one.delivery === 'accepted' && one.ticket === undefined))
  const confirmed = accepted?.sequence ?? 0
  const sequence = confirmed > (lastOf(state.entries)?.sequence ?? 0) ? confirmed : unanswered(state)
  return sequence !== null && sequence > state.overdue && state.connection === 'online' ? sequence : null
}

/** The newest message, unless a reply to it, or one that does not say to what, has come since. */
function unanswered(state: State): number | null {
  const last = lastOf(state.entries.filter((entry) => entry.kind === 'question'))
  if (last === undefined || last.ticket !== undefined) return null
  const since = state.entries.filter((entry) => entry.sequence > last.sequence)
  return since.some(({ reply_to }) => (reply_to ?? last.sequence) === last.sequence) ? null : last.sequence
}

/** The text of the message that an entry replies to, when what stands between them hides which one that is. */
export function distantMessage(state: State, entry: Entry): string | null {
  const { reply_to } = entry
  const before = state.entries[state.entries.indexOf(entry) - 1]
  if (reply_to === undefined || before === undefined) return null
  if (before.sequence === reply_to || before.reply_to === reply_to) return null
  return state.entries.find((one) => one.sequence === reply_to)?.text ?? null
}

export function unreadCount(state: State): number {
  return state.entries.filter((entry) => entry.sequence > state.seen && entry.kind !== 'question').length
}

/** Whether the visitor has written since this entry; then its buttons no longer mean anything. */
export function isSuperseded(state: State, entry: Entry): boolean {
  if (state.pending.some((one) => one.delivery !== 'refused')) return true
  return state.entries.some((other) => other.sequence > entry.sequence && other.kind === 'question')
}
