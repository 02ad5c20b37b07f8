// What /api/v1/channels and /api/v1/session/links send to the console.

export interface Token {
  state: 'ready' | 'uncertain' | 'needs_operator'
  /** Vietnamese: what is wrong; empty when all is well. */
  detail: string
  access_expires: string
  refresh_expires: string
}

/** Counted since the server was started. */
export interface Webhook {
  accepted: number
  repeated: number
  probes: number
  /** With a wrong signature. */
  refused: number
  busy: number
  last_accepted: string | null
  last_refused: string | null
  variant: string
}

export interface EventCount {
  name: string
  outcome: '' | 'handled' | 'recorded' | 'ignored' | 'malformed'
  reason: string
  count: number
  last_at: string
}

export interface ZaloOa {
  enabled: boolean
  oa_id: string
  /** Empty when the server does not know its own address. */
  webhook_url: string
  callback_url: string
  /** Null before access was granted for the first time. */
  token: Token | null
  webhook: Webhook
  events: EventCount[]
}

export interface ZaloBot {
  enabled: boolean
  mode: 'polling' | 'webhook' | null
}

export interface Channels {
  zalo_oa: ZaloOa
  zalo_bot: ZaloBot
}

export type Speaking = 'when_addressed' | 'prefix_only' | 'also_when_sure' | 'silent'

export interface Group {
  channel: string
  id: string
  /** Empty when it is not known. */
  name: string
  gone: boolean
  speaking: Speaking
}

/** A reply that failed for good, or waits for an administrator. */
export interface FailedDelivery {
  id: number
  channel: string
  ticket: number | null
  text: string
  reason: string
  problem: string
  advice: string
  detail: string
  finished: boolean
  attempts: number
  created_at: string
}

export interface Link {
  channel: string
  display_name: string
  /** Of the tickets to be told of; none: all. */
  topics: string[]
  linked_at: string
}

export interface Links {
  links: Link[]
  /** Those that articles have. */
  topics: string[]
}

export interface LinkCode {
  code: string
  expires_at: string
}
