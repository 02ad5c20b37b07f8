// The console's calls to the server. A failed call throws ApiError, whose message may be shown as it is.

import type { Channels, FailedDelivery, Group, LinkCode, Links } from './channel-types.ts'
import type {
  Account,
  Article,
  Review,
  ReviewCounts,
  ReviewPage,
  ReviewTab,
  Role,
  Tab,
  Ticket,
  TicketDetails,
  TicketPage,
  User,
} from './types.ts'

/** `status` 0 means that no answer came: whether the server did the work is unknown. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly body: Record<string, unknown> = {},
  ) {
    super(message)
  }

  /** Trying again later, with the same request id, can help. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500
  }
}

const answerLimit = 20_000
const noAnswer = 'Không kết nối được với máy chủ. Kiểm tra mạng rồi thử lại.'
const strangeAnswer = 'Máy chủ trả lời không như mong đợi. Thử lại sau ít phút.'

interface SessionAnswer {
  user: User
  csrf_token: string
}

export class Api {
  private csrfToken = ''
  /** Called when the session has ended, whichever call finds out. */
  onSessionLost: () => void = () => undefined

  constructor(private readonly send: typeof fetch = (input, init) => fetch(input, init)) {}

  /** The user who is logged in, or null. */
  async session(): Promise<User | null> {
    try {
      return this.keepSession(await this.call<SessionAnswer>('GET', 'session'))
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null
      throw error
    }
  }

  async login(name: string, password: string): Promise<User> {
    return this.keepSession(await this.call<SessionAnswer>('POST', 'session', { name, password }))
  }

  async logout(): Promise<void> {
    await this.call('DELETE', 'session')
  }

  async changePassword(current: string, next: string): Promise<void> {
    await this.call('POST', 'session/password', { current, new: next })
  }

  tickets(state: Tab, before: number | null = null, limit = 50): Promise<TicketPage> {
    const query = new URLSearchParams({ state, limit: String(limit) })
    if (before !== null) query.set('before', String(before))
    return this.call('GET', `tickets?${query.toString()}`)
  }

  ticket(number: number): Promise<TicketDetails> {
    return this.call('GET', `tickets/${number}`)
  }

  async answer(number: number, text: string, version: number, requestId: string): Promise<Ticket> {
    const body = { text, version, request_id: requestId }
    return (await this.call<{ ticket: Ticket }>('POST', `tickets/${number}/answer`, body)).ticket
  }

  async close(number: number, version: number, requestId: string): Promise<Ticket> {
    const body = { version, request_id: requestId }
    return (await this.call<{ ticket: Ticket }>('POST', `tickets/${number}/close`, body)).ticket
  }

  reviews(state: ReviewTab, after: number | null = null, limit = 100): Promise<ReviewPage> {
    const query = new URLSearchParams({ state, limit: String(limit) })
    if (after !== null) query.set('after', String(after))
    return this.call('GET', `kb/reviews?${query.toString()}`)
  }

  /** Done again it changes nothing. */
  closeReview(id: number): Promise<{ review: Review; counts: ReviewCounts }> {
    return this.call('POST', `kb/reviews/${id}/close`)
  }

  reopenReview(id: number): Promise<{ review: Review; counts: ReviewCounts }> {
    return this.call('POST', `kb/reviews/${id}/reopen`)
  }

  async article(id: string): Promise<Article> {
    const path = id.split('/').map(encodeURIComponent).join('/')
    return (await this.call<{ article: Article }>('GET', `kb/articles/${path}`)).article
  }

  channels(): Promise<Channels> {
    return this.call('GET', 'channels')
  }

  /** Where the browser goes to grant access. */
  async beginConsent(): Promise<string> {
    return (await this.call<{ url: string }>('POST', 'channels/zalo_oa/consent')).url
  }

  async groups(): Promise<Group[]> {
    return (await this.call<{ groups: Group[] }>('GET', 'channels/groups')).groups
  }

  /** Takes over how it speaks and its name. */
  async changeGroup({ channel, id, speaking, name }: Group): Promise<Group> {
    const path = `channels/groups/${channel}/${encodeURIComponent(id)}`
    return (await this.call<{ group: Group }>('PUT', path, { speaking, name })).group
  }

  async deliveries(): Promise<FailedDelivery[]> {
    return (await this.call<{ deliveries: FailedDelivery[] }>('GET', 'channels/deliveries')).deliveries
  }

  async retryDelivery(id: number): Promise<void> {
    await this.call('POST', `channels/deliveries/${id}/retry`)
  }

  links(): Promise<Links> {
    return this.call('GET', 'session/links')
  }

  makeLinkCode(): Promise<LinkCode> {
    return this.call('POST', 'session/link-code')
  }

  async changeLinkTopics(channel: string, topics: string[]): Promise<void> {
    await this.call('PUT', `session/links/${channel}`, { topics })
  }

  async removeLink(channel: string): Promise<void> {
    await this.call('DELETE', `session/links/${channel}`)
  }

  async accounts(): Promise<Account[]> {
    return (await this.call<{ accounts: Account[] }>('GET', 'accounts')).accounts
  }

  addAccount(
    name: string,
    displayName: string,
    role: Role,
  ): Promise<{ account: Account; one_time_password: string }> {
    return this.call('POST', 'accounts', { name, display_name: displayName, role })
  }

  async resetAccount(name: string): Promise<string> {
    const path = `accounts/${encodeURIComponent(name)}/reset`
    return (await this.call<{ one_time_password: string }>('POST', path)).one_time_password
  }

  async disableAccount(name: string, disabled: boolean): Promise<void> {
    await this.call('POST', `accounts/${encodeURIComponent(name)}/disable`, { disabled })
  }

  private keepSession(answer: SessionAnswer): User {
    this.csrfToken = answer.csrf_token
    return answer.user
  }

  private async call<T>(method: string, path: string, body?: object): Promise<T> {
    const abort = new AbortController()
    const timer = setTimeout(() => abort.abort(), answerLimit)
    try {
      const response = await this.request(method, path, body, abort.signal)
      const answer = await readObject(response)
      if (response.ok) {
        if (answer === null && response.status !== 204) throw new ApiError(502, 'bad_answer', strangeAnswer)
        return (answer ?? {}) as T
      }
      const problem = answer ?? {}
      const code = typeof problem.code === 'string' ? problem.code : ''
      if (response.status === 401 && code === 'not_logged_in' && path !== 'session') this.onSessionLost()
      throw new ApiError(response.status, code, describe(problem) || strangeAnswer, problem)
    } finally {
      clearTimeout(timer)
    }
  }

  private async request(method: string, path: string, body: object | undefined, signal: AbortSignal): Promise<Response> {
    const headers: Record<string, string> = { Accept: 'application/json' }
    if (method !== 'GET' && this.csrfToken !== '') headers['X-CSRF-Token'] = this.csrfToken
    if (body !== undefined) headers['Content-Type'] = 'application/json'
    try {
      return await this.send(`/api/v1/${path}`, {
        method,
        headers,
        signal,
        credentials: 'same-origin',
        cache: 'no-store',
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
    } catch {
      throw new ApiError(0, 'no_answer', noAnswer)
    }
  }
}

/** What is wrong, and then what can be done about it. */
function describe({ title, detail }: Record<string, unknown>): string {
  return [title, detail]
    .filter((text): text is string => typeof text === 'string' && text !== '')
    .map((text) => (/[.!?…]$/.test(text) ? text : `${text}.`))
    .join(' ')
}

async function readObject(response: Response): Promise<Record<string, unknown> | null> {
  if (response.status === 204) return null
  try {
    const value: unknown = await response.json()
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

export function messageOf(error: unknown): string {
  return error instanceof ApiError ? error.message : strangeAnswer
}
