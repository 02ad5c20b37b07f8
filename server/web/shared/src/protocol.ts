// The web chat protocol as the client sees it; its contract is connectors/web_chat/README.md.
// What comes from the wire is checked here once, so that the rest of the code can trust the types.

export const protocolVersion = 1
/** The longest message, in bytes of UTF-8. */
export const longestText = 4000

export type EntryKind =
  | 'question'
  | 'answer'
  | 'clarification'
  | 'handover'
  | 'small_talk'
  | 'expert_answer'
  | 'notice'
  | 'attachment'

export type TicketState = 'open' | 'answered' | 'closed'

export interface Source {
  document: string
  clause: string
  url: string
}

/** What takes the place of a document, and its first day where that is known. */
export interface Succession {
  number: string
  from: string | null
}

export interface AnswerCard {
  article: string
  title: string
  confidence: number
  in_force: boolean
  valid_from: string | null
  valid_to: string | null
  sources: Source[]
  replaced_by: Succession[]
}

export interface Choice {
  choice: string
  label: string
}

export interface TicketReference {
  number: number
  state: TicketState
}

export interface Entry {
  sequence: number
  kind: EntryKind
  author: string
  text: string
  at: string
  id?: string
  /** Sequence of the message that is replied to. */
  reply_to?: number
  answer?: AnswerCard
  choices?: Choice[]
  ticket?: TicketReference
}

export interface ChatTicket extends TicketReference {
  question: string
  created_at: string
  updated_at: string
}

export interface OutgoingMessage {
  id: string
  text: string
  choice?: string
  ticket?: number
  new_question?: true
}

export type ClientFrame =
  | { type: 'hello'; version: number; visitor: string | null; after: number }
  | ({ type: 'message' } & OutgoingMessage)
  | { type: 'resume'; after: number }

export type ErrorCode = 'bad_frame' | 'bad_message' | 'busy' | 'too_fast' | 'unavailable'

export type ServerFrame =
  | { type: 'welcome'; version: number; visitor: string; last: number; suggestions: string[]; tickets: ChatTicket[] }
  | { type: 'accepted'; id: string; sequence: number }
  | { type: 'entries'; entries: Entry[]; last: number }
  | { type: 'tickets'; tickets: ChatTicket[] }
  | { type: 'error'; code: string; message: string; id?: string; retry_after?: number }
  | { type: 'goodbye'; retry_after: number }

type Json = Record<string, unknown>

const entryKinds: ReadonlySet<string> = new Set<EntryKind>([
  'question',
  'answer',
  'clarification',
  'handover',
  'small_talk',
  'expert_answer',
  'notice',
  'attachment',
])
const ticketStates: ReadonlySet<string> = new Set<TicketState>(['open', 'answered', 'closed'])

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** The elements that `read` understands; the others are left out. */
function list<T>(value: unknown, read: (element: unknown) => T | null): T[] {
  if (!Array.isArray(value)) return []
  return value.map(read).filter((element): element is T => element !== null)
}

export function readTicketReference(value: unknown): TicketReference | null {
  if (!isObject(value) || !isCount(value.number) || !ticketStates.has(text(value.state))) return null
  return { number: value.number, state: value.state as TicketState }
}

function readTicket(value: unknown): ChatTicket | null {
  const reference = readTicketReference(value)
  if (reference === null || !isObject(value)) return null
  return {
    ...reference,
    question: text(value.question),
    created_at: text(value.created_at),
    updated_at: text(value.updated_at),
  }
}

function readSource(value: unknown): Source | null {
  if (!isObject(value) || typeof value.document !== 'string') return null
  return { document: value.document, clause: text(value.clause), url: text(value.url) }
}

function readSuccession(value: unknown): Succession | null {
  if (!isObject(value) || typeof value.number !== 'string' || value.number === '') return null
  return { number: value.number, from: typeof value.from === 'string' ? value.from : null }
}

export function readAnswerCard(value: unknown): AnswerCard | null {
  if (!isObject(value) || typeof value.article !== 'string') return null
  return {
    article: value.article,
    title: text(value.title),
    confidence: typeof value.confidence === 'number' ? value.confidence : 0,
    in_force: value.in_force === true,
    valid_from: typeof value.valid_from === 'string' ? value.valid_from : null,
    valid_to: typeof value.valid_to === 'string' ? value.valid_to : null,
    sources: list(value.sources, readSource),
    replaced_by: list(value.replaced_by, readSuccession),
  }
}

function readChoice(value: unknown): Choice | null {
  if (!isObject(value) || typeof value.choice !== 'string' || typeof value.label !== 'string') return null
  return { choice: value.choice, label: value.label }
}

/** An entry of the log, or null when it is not one. An unknown kind is shown as a notice rather than lost. */
export function readEntry(value: unknown): Entry | null {
  if (!isObject(value) || !isCount(value.sequence) || value.sequence === 0) return null
  const kind = text(value.kind)
  const entry: Entry = {
    sequence: value.sequence,
    kind: entryKinds.has(kind) ? (kind as EntryKind) : 'notice',
    author: text(value.author),
    text: text(value.text),
    at: text(value.at),
  }
  if (typeof value.id === 'string') entry.id = value.id
  if (isCount(value.reply_to) && value.reply_to > 0) entry.reply_to = value.reply_to
  const answer = readAnswerCard(value.answer)
  if (answer !== null) entry.answer = answer
  const choices = list(value.choices, readChoice)
  if (choices.length > 0) entry.choices = choices
  const ticket = readTicketReference(value.ticket)
  if (ticket !== null) entry.ticket = ticket
  return entry
}

export function readEntries(value: unknown): Entry[] {
  return list(value, readEntry)
}

export function readTickets(value: unknown): ChatTicket[] {
  return list(value, readTicket)
}

export function readSuggestions(value: unknown): string[] {
  return list(value, (element) => (typeof element === 'string' && element !== '' ? element : null))
}

/** Reads one frame. Null when it is broken or of a type that this version does not know: ignore it. */
export function parseServerFrame(data: unknown): ServerFrame | null {
  if (typeof data !== 'string') return null
  let frame: unknown
  try {
    frame = JSON.parse(data)
  } catch {
    return null
  }
  if (!isObject(frame)) return null
  switch (frame.type) {
    case 'welcome':
      if (typeof frame.visitor !== 'string' || !isCount(frame.last)) return null
      return {
        type: 'welcome',
        version: isCount(frame.version) ? frame.version : protocolVersion,
        visitor: frame.visitor,
        last: frame.last,
        suggestions: readSuggestions(frame.suggestions),
        tickets: readTickets(frame.tickets),
      }
    case 'accepted':
      if (typeof frame.id !== 'string' || !isCount(frame.sequence)) return null
      return { type: 'accepted', id: frame.id, sequence: frame.sequence }
    case 'entries':
      if (!Array.isArray(frame.entries)) return null
      return { type: 'entries', entries: readEntries(frame.entries), last: isCount(frame.last) ? frame.last : 0 }
    case 'tickets':
      if (!Array.isArray(frame.tickets)) return null
      return { type: 'tickets', tickets: readTickets(frame.tickets) }
    case 'error': {
      const error: ServerFrame = { type: 'error', code: text(frame.code), message: text(frame.message) }
      if (typeof frame.id === 'string') error.id = frame.id
      if (typeof frame.retry_after === 'number' && frame.retry_after >= 0) error.retry_after = frame.retry_after
      return error
    }
    case 'goodbye':
      return { type: 'goodbye', retry_after: isCount(frame.retry_after) ? frame.retry_after : 2 }
    default:
      return null
  }
}

/** A new message id: 128 random bits. */
export function newMessageId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return 'm-' + Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export function utf8Length(value: string): number {
  return new TextEncoder().encode(value).length
}
