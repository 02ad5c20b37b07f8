import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { connect, entry, json, Token } from './fakes.ts'

const hello = { id: 'm-00000001', text: 'xin chào' }
const second = { id: 'm-00000002', text: 'câu thứ hai' }

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('over a WebSocket', () => {
  it('introduces a new visitor and keeps the token', () => {
    const { network, token, listener } = connect()
    expect(network.socket.url).toBe('wss://desk.example/chat/v1')
    network.socket.welcome()
    expect(network.socket.sent).toEqual([{ type: 'hello', version: 1, visitor: null, after: 0 }])
    expect(token.value).toBe('visitor-1')
    expect(listener.suggestions).toHaveBeenCalledWith(['Một cửa là gì?'])
    expect(listener.status).toHaveBeenLastCalledWith('online')
  })

  it('hands entries on once and in order', () => {
    const { network, sequences } = connect()
    network.socket.welcome(3)
    network.socket.receive({ type: 'entries', entries: [entry(1), entry(2)], last: 3 })
    network.socket.receive({ type: 'entries', entries: [entry(2), entry(3)], last: 3 })
    expect(sequences()).toEqual([1, 2, 3])
  })

  it('asks for what is missing when there is a gap', () => {
    const { network, sequences } = connect()
    network.socket.welcome(1)
    network.socket.receive({ type: 'entries', entries: [entry(1)], last: 1 })
    network.socket.receive({ type: 'entries', entries: [entry(4)], last: 4 })
    expect(network.socket.sent).toContainEqual({ type: 'resume', after: 1 })
    expect(sequences()).toEqual([1])
    network.socket.receive({ type: 'entries', entries: [entry(2), entry(3), entry(4)], last: 4 })
    expect(sequences()).toEqual([1, 2, 3, 4])
  })

  it('asks again when entries known to exist do not come', () => {
    const { network } = connect()
    network.socket.welcome(2)
    expect(network.socket.sent.filter((frame) => frame.type === 'resume')).toHaveLength(0)
    vi.advanceTimersByTime(2000)
    expect(network.socket.sent.filter((frame) => frame.type === 'resume')).toEqual([{ type: 'resume', after: 0 }])
  })

  it('sends one message after the other, each when the one before is confirmed', () => {
    const { network, connection, listener } = connect()
    connection.send(hello)
    connection.send(second)
    network.socket.welcome()
    expect(network.socket.messages()).toEqual([{ type: 'message', ...hello }])
    network.socket.receive({ type: 'accepted', id: hello.id, sequence: 1 })
    expect(network.socket.messages()).toEqual([
      { type: 'message', ...hello },
      { type: 'message', ...second },
    ])
    expect(listener.accepted).toHaveBeenCalledWith(hello.id, 1)
  })

  it('sends an unconfirmed message again after a reconnection, with the same id, and a confirmed one never', () => {
    const { network, connection } = connect()
    network.socket.welcome()
    connection.send(hello)
    network.socket.receive({ type: 'accepted', id: hello.id, sequence: 1 })
    connection.send(second)
    network.socket.drop()
    vi.advanceTimersByTime(1000)
    expect(network.sockets).toHaveLength(2)
    network.socket.welcome(1)
    expect(network.socket.messages()).toEqual([{ type: 'message', ...second }])
  })

  it('comes back with its token and what it has', () => {
    const { network } = connect()
    network.socket.welcome(2)
    network.socket.receive({ type: 'entries', entries: [entry(1), entry(2)], last: 2 })
    network.socket.drop()
    vi.advanceTimersByTime(1000)
    network.socket.open()
    expect(network.socket.sent).toEqual([{ type: 'hello', version: 1, visitor: 'visitor-1', after: 2 }])
  })

  it('takes an entry of the log for a confirmation', () => {
    const { network, connection } = connect()
    network.socket.welcome()
    connection.send(hello)
    connection.send(second)
    connection.forget(hello.id)
    expect(network.socket.messages()[1]).toEqual({ type: 'message', ...second })
    network.socket.receive({ type: 'accepted', id: hello.id, sequence: 1 })
    expect(network.socket.messages()).toHaveLength(2)
  })

  it('gives up a connection on which a message is not answered', () => {
    const { network, connection, listener } = connect()
    network.socket.welcome()
    connection.send(hello)
    vi.advanceTimersByTime(15_000)
    expect(network.sockets[0]?.closed).toBe(true)
    expect(listener.status).toHaveBeenCalledWith('offline')
    vi.advanceTimersByTime(1000)
    network.socket.welcome()
    expect(network.socket.messages()).toHaveLength(1)
  })

  it('waits longer and longer between attempts, once it has been connected', () => {
    const { network } = connect()
    network.socket.welcome()
    const pauses: number[] = []
    for (let attempt = 0; attempt < 4; ++attempt) {
      const before = network.sockets.length
      network.socket.drop()
      let pause = 0
      while (network.sockets.length === before) {
        vi.advanceTimersByTime(250)
        pause += 250
      }
      pauses.push(pause)
    }
    expect(pauses).toEqual([750, 1500, 3000, 6000])
  })

  it('does not try while the browser has no network, and tries at once when it is back', () => {
    const { network, connection, listener } = connect()
    network.socket.welcome()
    network.online = false
    connection.networkChanged()
    expect(listener.status).toHaveBeenLastCalledWith('offline')
    vi.advanceTimersByTime(120_000)
    expect(network.sockets).toHaveLength(1)
    network.online = true
    connection.networkChanged()
    expect(network.sockets).toHaveLength(2)
  })

  it('holds the whole queue back when the server is busy, and keeps its order', () => {
    const { network, connection, listener } = connect()
    network.socket.welcome()
    connection.send(hello)
    connection.send(second)
    network.socket.receive({ type: 'error', code: 'too_fast', message: 'Chậm lại', id: hello.id, retry_after: 3 })
    expect(listener.delayed).toHaveBeenCalledWith(3, 'Chậm lại')
    vi.advanceTimersByTime(2999)
    expect(network.socket.messages()).toHaveLength(1)
    vi.advanceTimersByTime(1)
    expect(network.socket.messages()[1]).toEqual({ type: 'message', ...hello })
  })

  it('does not send a refused message again, and goes on with the next', () => {
    const { network, connection, listener } = connect()
    network.socket.welcome()
    connection.send(hello)
    connection.send(second)
    network.socket.receive({ type: 'error', code: 'bad_message', message: 'Không hợp lệ', id: hello.id })
    expect(listener.refused).toHaveBeenCalledWith(hello.id, 'Không hợp lệ')
    expect(network.socket.messages()[1]).toEqual({ type: 'message', ...second })
  })

  it('refuses a message for which the server stays unavailable', () => {
    const { network, connection, listener } = connect()
    network.socket.welcome()
    connection.send(hello)
    for (let attempt = 0; attempt < 3; ++attempt) {
      network.socket.receive({ type: 'error', code: 'unavailable', message: 'Tạm gián đoạn', id: hello.id })
      vi.advanceTimersByTime(10_000)
    }
    expect(listener.refused).toHaveBeenCalledWith(hello.id, 'Tạm gián đoạn')
    expect(network.socket.messages()).toHaveLength(3)
  })

  it('comes back after a goodbye, not before the time asked for', () => {
    const { network, listener } = connect()
    network.socket.welcome()
    network.socket.receive({ type: 'goodbye', retry_after: 2 })
    expect(listener.status).toHaveBeenLastCalledWith('connecting')
    vi.advanceTimersByTime(1999)
    expect(network.sockets).toHaveLength(1)
    vi.advanceTimersByTime(1001)
    expect(network.sockets).toHaveLength(2)
  })

  it('forgets the entries when the server no longer knows the visitor', () => {
    const { network, listener, token, sequences } = connect()
    network.socket.welcome(1)
    network.socket.receive({ type: 'entries', entries: [entry(1)], last: 1 })
    network.socket.drop()
    vi.advanceTimersByTime(1000)
    network.socket.welcome(1, 'visitor-2')
    expect(listener.reset).toHaveBeenCalledOnce()
    expect(token.value).toBe('visitor-2')
    network.socket.receive({ type: 'entries', entries: [entry(1)], last: 1 })
    expect(sequences()).toEqual([1, 1])
  })

  it('shares the conversation of a tab that was faster to become a visitor', () => {
    const { network, token } = connect()
    network.socket.open()
    token.value = 'of-the-other-tab'
    network.socket.receive({ type: 'welcome', version: 1, visitor: 'mine', last: 0, suggestions: [], tickets: [] })
    expect(network.sockets).toHaveLength(2)
    network.socket.open()
    expect(network.socket.sent).toEqual([{ type: 'hello', version: 1, visitor: 'of-the-other-tab', after: 0 }])
    expect(token.value).toBe('of-the-other-tab')
  })

  it('survives frames that are broken or unknown', () => {
    const { network, connection } = connect()
    network.socket.welcome()
    for (const data of ['{', 'null', '[]', '{"type":"dance"}', '{"type":"entries","entries":7}', new ArrayBuffer(2)])
      network.socket.onmessage?.({ data })
    connection.send(hello)
    expect(network.socket.messages()).toHaveLength(1)
  })
})

describe('over plain HTTP', () => {
  const failSockets = (network: ReturnType<typeof connect>['network']): void => {
    network.socket.drop()
    vi.advanceTimersByTime(1000)
    network.socket.drop()
  }
  const path = (url: string): string => url.replace('https://desk.example/chat/v1/', '')

  it('is used when two sockets fail before one has ever worked', async () => {
    const { network, connection, listener, token, sequences } = connect()
    connection.send(hello)
    const polls: ((response: Response) => void)[] = []
    network.answer = (url, init) => {
      if (path(url) === 'visitors') return Promise.resolve(json(200, { visitor: 'v', last: 0, suggestions: ['a'], tickets: [] }))
      if (path(url) === 'messages') return Promise.resolve(json(202, { id: hello.id, sequence: 1 }))
      if (url.endsWith('wait=0')) return Promise.resolve(json(200, { entries: [], last: 0, tickets: [] }))
      expect(new Headers(init.headers).get('Authorization')).toBe('Bearer v')
      return new Promise((resolve) => polls.push(resolve))
    }
    failSockets(network)
    await vi.advanceTimersByTimeAsync(2000)
    expect(listener.status).toHaveBeenLastCalledWith('online')
    expect(token.value).toBe('v')
    expect(listener.accepted).toHaveBeenCalledWith(hello.id, 1)
    expect(polls).toHaveLength(1)
    polls[0]?.(json(200, { entries: [entry(1), entry(2)], last: 2, tickets: [] }))
    await vi.advanceTimersByTimeAsync(0)
    expect(sequences()).toEqual([1, 2])
    expect(path(network.requests[network.requests.length - 1]!.url)).toBe('entries?after=2&wait=25')
  })

  it('becomes a new visitor when the server does not know the token', async () => {
    const { network, token } = connect(new Token('old'))
    network.answer = (url, init) => {
      if (path(url) === 'visitors') return Promise.resolve(json(200, { visitor: 'new', last: 0, suggestions: [], tickets: [] }))
      const known = new Headers(init.headers).get('Authorization') === 'Bearer new'
      return known ? new Promise(() => undefined) : Promise.resolve(json(401, { status: 401 }))
    }
    failSockets(network)
    await vi.advanceTimersByTimeAsync(2000)
    expect(token.value).toBe('new')
  })

  it('tries a socket again when HTTP fails too', async () => {
    const { network, listener } = connect()
    failSockets(network)
    await vi.advanceTimersByTimeAsync(2000)
    expect(listener.status).toHaveBeenLastCalledWith('offline')
    await vi.advanceTimersByTimeAsync(4000)
    expect(network.sockets.length).toBeGreaterThan(2)
    network.socket.welcome()
    expect(listener.status).toHaveBeenLastCalledWith('online')
  })

  it('keeps to Retry-After and then sends the same message', async () => {
    const { network, connection, listener } = connect(new Token('v'))
    let refusals = 1
    network.answer = (url) => {
      if (path(url) !== 'messages')
        return url.endsWith('wait=0') ? Promise.resolve(json(200, { entries: [], last: 0, tickets: [] })) : new Promise(() => undefined)
      if (refusals-- > 0) return Promise.resolve(json(429, { detail: 'Chậm lại' }, { 'Retry-After': '4' }))
      return Promise.resolve(json(202, { id: hello.id, sequence: 1 }))
    }
    failSockets(network)
    await vi.advanceTimersByTimeAsync(2000)
    connection.send(hello)
    await vi.advanceTimersByTimeAsync(0)
    expect(listener.delayed).toHaveBeenCalledWith(4, 'Chậm lại')
    await vi.advanceTimersByTimeAsync(4000)
    expect(listener.accepted).toHaveBeenCalledWith(hello.id, 1)
  })

  it('does not ask in a tight loop when the server does not wait', async () => {
    const { network } = connect(new Token('v'))
    network.answer = () => Promise.resolve(json(200, { entries: [], last: 0, tickets: [] }))
    failSockets(network)
    await vi.advanceTimersByTimeAsync(12_000)
    expect(network.requests.length).toBeLessThan(10)
  })
})
