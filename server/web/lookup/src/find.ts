// Asks the server for what an address names. No DOM.

import { HttpProblem, request } from '@reformdesk/shared/http'
import { readAnswerCard, readTicketReference, type AnswerCard, type TicketReference } from '@reformdesk/shared/protocol'

/** What is looked for: a ticket by the code of its messages, or an article by its id. */
export type Wanted = { kind: 'ticket'; code: string } | { kind: 'article'; id: string }

export interface ExpertAnswer {
  author: string
  text: string
  at: string
}

export interface Ticket extends TicketReference {
  question: string
  created_at: string
  answers: ExpertAnswer[]
}

export interface Article extends AnswerCard {
  text: string
}

export type Found =
  | { kind: 'ticket'; ticket: Ticket }
  | { kind: 'article'; article: Article }
  | { kind: 'missing' }
  | { kind: 'too_fast'; seconds: number }
  | { kind: 'offline' }
  | { kind: 'unavailable' }

const limit = 15_000
const usualPause = 60 // seconds

/** From the page's query: `?ma=` names a ticket, `?bai=` an article; null where neither has a value. */
export function readQuery(query: string): Wanted | null {
  const parameters = new URLSearchParams(query)
  const code = parameters.get('ma')?.trim() ?? ''
  if (code !== '') return { kind: 'ticket', code }
  const id = parameters.get('bai')?.trim() ?? ''
  return id !== '' ? { kind: 'article', id } : null
}

export function writeQuery(code: string): string {
  return `?ma=${encodeURIComponent(code)}`
}

function addressOf(wanted: Wanted): string {
  if (wanted.kind === 'ticket') return `/api/v1/lookup/tickets/${encodeURIComponent(wanted.code)}`
  // The id of an article may hold slashes, which stand for themselves.
  return `/api/v1/lookup/articles/${wanted.id.split('/').map(encodeURIComponent).join('/')}`
}

type Json = Record<string, unknown>

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

function readTicket(value: Json): Ticket | null {
  const reference = readTicketReference(value)
  if (reference === null) return null
  const answers = Array.isArray(value.answers) ? (value.answers as unknown[]) : []
  return {
    ...reference,
    question: text(value.question),
    created_at: text(value.created_at),
    answers: answers
      .filter((one): one is Json => typeof one === 'object' && one !== null)
      .map((one) => ({ author: text(one.author), text: text(one.text), at: text(one.at) })),
  }
}

function readArticle(value: Json): Article | null {
  const card = readAnswerCard({ ...value, article: value.id, title: value.question })
  return card === null ? null : { ...card, text: text(value.answer) }
}

function problem(error: unknown): Found {
  if (!(error instanceof HttpProblem)) return { kind: 'offline' }
  // 400: no such code or id can be; the server refuses the address itself.
  if (error.status === 404 || error.status === 400) return { kind: 'missing' }
  if (error.status === 429) return { kind: 'too_fast', seconds: error.retryAfter ?? usualPause }
  return { kind: 'unavailable' }
}

/** Never throws; gives nothing when `signal` gave it up. */
export async function find(wanted: Wanted, signal: AbortSignal, ask: typeof fetch = fetch): Promise<Found | null> {
  try {
    const call = { method: 'GET', url: addressOf(wanted), visitor: null, limit, signal } as const
    const value = await request({ fetch: (url, init) => ask(url, init) }, call)
    if (signal.aborted) return null
    if (value !== null && wanted.kind === 'ticket') {
      const ticket = readTicket(value)
      if (ticket !== null) return { kind: 'ticket', ticket }
    } else if (value !== null) {
      const article = readArticle(value)
      if (article !== null) return { kind: 'article', article }
    }
    return { kind: 'unavailable' }
  } catch (error) {
    return signal.aborted ? null : problem(error)
  }
}
