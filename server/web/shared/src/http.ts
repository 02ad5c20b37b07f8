// One call of the chat protocol over plain HTTP: JSON in and out, given up after a while.

import type { ConnectionEnvironment } from './ports.ts'
import type { OutgoingMessage } from './protocol.ts'

/** An answer that is no success; `message` is the server's sentence for the visitor, perhaps empty. */
export class HttpProblem extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly retryAfter: number | null,
  ) {
    super(message)
  }
}

export interface HttpCall {
  method: 'GET' | 'POST'
  url: string
  visitor: string | null
  body?: OutgoingMessage | undefined
  /** Milliseconds until it is given up. */
  limit: number
  /** Gives it up at once. */
  signal: AbortSignal
}

/** The JSON object of a successful answer, null when the visitor is unknown. Throws HttpProblem, or what fetch throws. */
export async function request(
  environment: Pick<ConnectionEnvironment, 'fetch'>,
  { method, url, visitor, body, limit, signal }: HttpCall,
): Promise<Record<string, unknown> | null> {
  const abort = new AbortController()
  const stop = (): void => abort.abort()
  signal.addEventListener('abort', stop)
  const timer = setTimeout(stop, limit)
  try {
    const headers: Record<string, string> = {}
    if (visitor !== null) headers.Authorization = `Bearer ${visitor}`
    if (body !== undefined) headers['Content-Type'] = 'application/json'
    const response = await environment.fetch(url, {
      method,
      headers,
      credentials: 'omit',
      cache: 'no-store',
      signal: abort.signal,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (response.status === 401) return null
    const value: unknown = await response.json().catch(() => null)
    const object = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
    if (response.ok) return object
    const retryAfter = Number(response.headers.get('Retry-After') ?? NaN)
    throw new HttpProblem(
      response.status,
      typeof object.detail === 'string' ? object.detail : '',
      Number.isFinite(retryAfter) ? retryAfter : null,
    )
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
  }
}
