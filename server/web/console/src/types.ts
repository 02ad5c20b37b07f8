// What /api/v1 sends to the console.

import type { Entry, Source, TicketState } from '@reformdesk/shared/protocol'

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
  sources: Source[]
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
