// What /api/v1 sends to the console.

import type { Entry, Source, Succession, TicketState } from '@reformdesk/shared/protocol'

export type { Entry, TicketState }

/** The longest answer, in bytes of UTF-8: `longest_answer` of server/api/tickets_api.cpp. */
export const longestAnswer = 16_000

export type Role = 'administrator' | 'expert'

export interface User {
  name: string
  display_name: string
  role: Role
  must_change_password: boolean
}

export interface Ticket {
  number: number
  state: TicketState
  reason: string
  question: string
  channel: string
  version: number
  answered_by: string
  /** Display name of who took it; empty: nobody. */
  assignee: string
  /** To whom it was forwarded; empty: to nobody. */
  unit: string
  reopened: number
  created_at: string
  updated_at: string
  first_answered_at: string | null
}

export interface Suggestion {
  article: string
  title: string
  answer: string
  confidence: number
  in_force: boolean
  valid_from: string | null
  valid_to: string | null
  sources: Source[]
  replaced_by: Succession[]
}

export interface TicketDetails {
  ticket: Ticket
  entries: Entry[]
  suggestions: Suggestion[]
}

export type Counts = Record<TicketState, number>

export interface TicketPage {
  tickets: Ticket[]
  counts: Counts
  next: number | null
}

export interface Account {
  name: string
  display_name: string
  role: Role
  disabled: boolean
  must_change_password: boolean
  created_at: string
}

export type Tab = 'open' | 'answered' | 'all'

/** An article to look at again, because a document that it rests on ends. */
export interface Review {
  id: number
  article: { id: string; question: string; changed_at: string | null }
  reason: 'superseded' | 'ended'
  /** Empty when the article's own dates end it. */
  document: string
  document_title: string
  successor: string
  successor_title: string
  /** On which the article holds. */
  last_day: string | null
  opened_at: string
  opened_by: string
  closed_at: string | null
  closed_by: string
}

export interface ReviewCounts {
  open: number
}

export interface ReviewPage {
  reviews: Review[]
  counts: ReviewCounts
  next: number | null
}

export type ReviewTab = 'open' | 'closed'

/** An article of the knowledge base; its dates are those of its documents too. */
export interface Article {
  id: string
  version: number
  changed_at: string
  question: string
  phrasings: string[]
  answer: string
  sources: Source[]
  valid_from: string | null
  valid_to: string | null
  in_force: boolean
  replaced_by: Succession[]
}

/** How far a list has been loaded. */
export type Load = 'loading' | 'ready' | { error: string }
