// The frames exactly as tests/golden/web_chat_frames.json has them; the server tests against the same file.

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { newMessageId, parseServerFrame, readEntries, readTickets, utf8Length, type OutgoingMessage } from '../src/protocol.ts'
import { connect, entry, Token } from './fakes.ts'

interface Golden {
  from_server: Record<string, { type: string }>
  http: Record<string, Record<string, unknown>>
  from_client: Record<string, { type: string; after?: number; visitor?: string | null }>
}

// The tests run from the workspace's folder.
const golden = JSON.parse(readFileSync('../../tests/golden/web_chat_frames.json', 'utf8')) as Golden

describe('frames from the server', () => {
  it.each(Object.entries(golden.from_server))('%s is read as it is written', (_, frame) => {
    expect(parseServerFrame(JSON.stringify(frame))).toEqual(frame)
  })

  it('are there of each type', () => {
    const types = new Set(Object.values(golden.from_server).map((frame) => frame.type))
    expect([...types].sort()).toEqual(['accepted', 'entries', 'error', 'goodbye', 'tickets', 'welcome'])
  })

  it('have the same entries and tickets over HTTP', () => {
    expect(readEntries(golden.http.entries?.entries)).toEqual(golden.http.entries?.entries)
    expect(readTickets(golden.http.entries?.tickets)).toEqual(golden.http.entries?.tickets)
  })
})

describe('frames from the client', () => {
  const { from_client } = golden

  it('introduce a new visitor and one that comes back', () => {
    const stranger = connect()
    stranger.network.socket.open()
    expect(stranger.network.socket.sent).toEqual([from_client.hello_of_a_new_visitor])

    const visitor = String(from_client.hello?.visitor)
    const known = connect(new Token(visitor))
    known.network.socket.welcome(12, visitor)
    const entries = Array.from({ length: 12 }, (_, index) => entry(index + 1))
    known.network.socket.receive({ type: 'entries', entries, last: 12 })
    known.connection.networkChanged()
    expect(known.network.socket.sent.slice(1)).toEqual([from_client.resume])
    known.network.online = false
    known.connection.networkChanged()
    known.network.online = true
    known.connection.networkChanged()
    known.network.socket.open()
    expect(known.network.socket.sent).toEqual([from_client.hello])
  })

  it.each(Object.entries(from_client).filter(([, frame]) => frame.type === 'message'))('%s is sent so', (_, frame) => {
    const { type: _type, ...message } = frame as unknown as { type: string } & OutgoingMessage
    const { network, connection } = connect()
    network.socket.welcome()
    connection.send(message)
    expect(network.socket.sent.slice(1)).toEqual([frame])
  })
})

describe('reading', () => {
  it.each([
    ['no JSON', '{"type":'],
    ['no object', '"welcome"'],
    ['an unknown type', '{"type":"dance"}'],
    ['a welcome without a visitor', '{"type":"welcome","last":0}'],
    ['a negative sequence', '{"type":"accepted","id":"m-00000001","sequence":-1}'],
    ['a fraction for a sequence', '{"type":"accepted","id":"m-00000001","sequence":1.5}'],
  ])('refuses %s', (_, data) => {
    expect(parseServerFrame(data)).toBeNull()
  })

  it('leaves out entries that are none, and shows unknown kinds as notices', () => {
    const entries = readEntries([null, { sequence: 0 }, { sequence: '1' }, { sequence: 2, kind: 'poll', text: 'Mới' }])
    expect(entries).toEqual([{ sequence: 2, kind: 'notice', author: '', text: 'Mới', at: '' }])
  })
})

describe('message ids', () => {
  it('are what the server accepts, and new each time', () => {
    expect(newMessageId()).toMatch(/^[A-Za-z0-9_-]{8,64}$/)
    expect(newMessageId()).not.toBe(newMessageId())
  })
})

it('counts bytes, not letters', () => {
  expect(utf8Length('tiếng Việt')).toBe(14)
})
