// The console over a server made of tables, as a user meets it: clicks, keys and what stands on the screen.

import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import { MemoryStorage } from '@reformdesk/shared/storage'
import { entry, FakeSocket, json } from '../../shared/tests/fakes.ts'
import { Api } from '../src/api.ts'
import { Live } from '../src/live.ts'
import { Store } from '../src/store.ts'
import type { Suggestion, Ticket, User } from '../src/types.ts'
import { App } from '../src/views/app.tsx'

export const lan: User = { name: 'lan', display_name: 'Nguyễn Thị Lan', role: 'expert', must_change_password: false }

export function ticket(number: number, change: Partial<Ticket> = {}): Ticket {
  return {
    number,
    state: 'open',
    reason: 'nothing_found',
    question: `Câu hỏi ${number}`,
    channel: 'web_chat',
    version: 1,
    answered_by: '',
    assignee: '',
    unit: '',
    reopened: 0,
    created_at: '2026-11-24T03:00:00.000Z',
    updated_at: '2026-11-24T03:00:00.000Z',
    first_answered_at: null,
    ...change,
  }
}

export const suggestion: Suggestion = {
  article: 'cchc-001',
  title: 'Một cửa là gì?',
  answer: '**Một cửa** là nơi nộp hồ sơ.',
  confidence: 0.62,
  in_force: true,
  valid_from: '2025-07-01',
  valid_to: null,
  replaced_by: [],
  sources: [
    { document: '118/2025/NĐ-CP', clause: 'Điều 3', url: 'https://vanban.example/118' },
    { document: '61/2018/NĐ-CP', clause: '', url: '' },
  ],
}

/** The server end: a table of tickets, and what was asked of it. */
class FakeServer {
  user: User | null = lan
  tickets: Ticket[] = [ticket(1001), ticket(1002)]
  readonly calls: { method: string; path: string; body: Record<string, unknown>; csrf: string | null }[] = []
  override: ((method: string, path: string) => Response | Promise<Response> | null) | null = null

  readonly send = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const path = String(input).replace('/api/v1/', '')
    const method = init?.method ?? 'GET'
    const body = init?.body === undefined ? {} : (JSON.parse(String(init.body)) as Record<string, unknown>)
    this.calls.push({ method, path, body, csrf: new Headers(init?.headers).get('X-CSRF-Token') })
    return (await this.override?.(method, path)) ?? this.answer(method, path, body)
  }

  answers(): FakeServer['calls'] {
    return this.calls.filter((call) => call.path.endsWith('/answer'))
  }

  private answer(method: string, path: string, body: Record<string, unknown>): Response {
    if (path === 'session' && method === 'DELETE') return new Response(null, { status: 204 })
    if (path === 'session' && method === 'POST' && body.password !== 'đúng')
      return json(401, {
        code: 'wrong_credentials',
        title: 'Tên đăng nhập hoặc mật khẩu không đúng',
        detail: 'Xin kiểm tra lại.',
      })
    if (path === 'session' && method === 'POST') this.user ??= lan
    if (this.user === null) return json(401, { code: 'not_logged_in', detail: 'Chưa đăng nhập.' })
    if (path === 'session') return json(200, { user: this.user, csrf_token: 'chống giả mạo'.length.toString() })
    if (path === 'session/password') return new Response(null, { status: 204 })
    if (path.startsWith('tickets?')) return json(200, this.page(new URLSearchParams(path.slice(8)).get('state') ?? ''))
    const [, number, action] = /^tickets\/(\d+)\/?(\w*)$/.exec(path) ?? []
    const found = this.tickets.find((one) => one.number === Number(number))
    if (found === undefined) return json(404, { code: 'not_found', detail: 'Không có phiếu này.' })
    if (action === '') {
      const entries = [entry(1, { kind: 'question', text: found.question }), entry(2, { kind: 'handover', text: 'Đã chuyển.' })]
      return json(200, { ticket: found, entries, suggestions: [suggestion] })
    }
    if (body.version !== found.version)
      return json(409, { code: 'version_conflict', detail: 'Phiếu đã thay đổi.', ticket: found })
    const state = action === 'close' ? 'closed' : 'answered'
    return json(200, { ticket: this.change(found.number, { state, answered_by: lan.display_name }) })
  }

  change(number: number, change: Partial<Ticket>): Ticket {
    const index = this.tickets.findIndex((one) => one.number === number)
    const before = this.tickets[index]!
    return (this.tickets[index] = { ...before, version: before.version + 1, ...change })
  }

  private page(state: string): object {
    const counts = { open: 0, answered: 0, closed: 0 }
    for (const one of this.tickets) ++counts[one.state]
    return { tickets: this.tickets.filter((one) => state === 'all' || one.state === state), counts, next: null }
  }
}

export let server: FakeServer
export let storage: MemoryStorage
export let sockets: FakeSocket[]
export let root: HTMLElement

beforeEach(() => {
  server = new FakeServer()
  storage = new MemoryStorage()
  sockets = []
  location.hash = ''
})
afterEach(() => {
  vi.useRealTimers()
  render(null, root)
  root.remove()
})

export async function settle(): Promise<void> {
  await act(() => new Promise<void>((resolve) => setTimeout(resolve, 0)))
  await act(() => new Promise<void>((resolve) => setTimeout(resolve, 0)))
}

export async function start(hash = ''): Promise<void> {
  location.hash = hash
  root = document.body.appendChild(document.createElement('div'))
  const openSocket = (): FakeSocket => {
    const socket = new FakeSocket('/console/v1')
    sockets.push(socket)
    return socket
  }
  const store = new Store(new Api(server.send), storage, (listener) => new Live(listener, openSocket, () => 0.5))
  await act(() => {
    render(<App store={store} />, root)
    void store.start()
  })
  await settle()
}

export async function reload(hash: string): Promise<void> {
  render(null, root)
  root.remove()
  await start(hash)
}

export const find = <T extends HTMLElement = HTMLElement>(selector: string): T => root.querySelector<T>(selector)!
export const named = (name: string): HTMLButtonElement | undefined =>
  [...root.querySelectorAll('button')].find((node) => node.textContent === name)

export async function click(node: HTMLElement | undefined): Promise<void> {
  expect(node).toBeDefined()
  node?.click()
  await settle()
}

export async function write(selector: string, text: string): Promise<void> {
  const field = find<HTMLInputElement>(selector)
  field.value = text
  field.dispatchEvent(new Event('input', { bubbles: true }))
  await settle()
}

export async function live(frame: object): Promise<void> {
  sockets[sockets.length - 1]?.receive(frame)
  await settle()
}

export async function press(key: string, init: KeyboardEventInit = {}): Promise<void> {
  const target = document.activeElement ?? document.body
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init }))
  await settle()
}

