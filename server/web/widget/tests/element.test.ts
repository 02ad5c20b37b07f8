import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { MemoryStorage } from '@reformdesk/shared/storage'
import type { ClientFrame } from '@reformdesk/shared/protocol'
import { entry, FakeNetwork } from '../../shared/tests/fakes.ts'
import { ReformDesk, surroundings } from '../src/element.ts'

customElements.define('reform-desk', ReformDesk)

let storage: MemoryStorage
let network: FakeNetwork

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  storage = new MemoryStorage()
  network = new FakeNetwork()
  surroundings.make = () => ({ storage, environment: network })
  vi.stubGlobal('matchMedia', () => ({ matches: false }))
})
afterEach(() => {
  document.body.replaceChildren()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function place(attributes: Record<string, string> = {}): ShadowRoot {
  const widget = document.createElement('reform-desk')
  for (const [name, value] of Object.entries({ server: 'https://desk.example/', ...attributes }))
    widget.setAttribute(name, value)
  document.body.append(widget)
  return widget.shadowRoot!
}

const find = <T extends HTMLElement>(root: ShadowRoot, selector: string): T => root.querySelector<T>(selector)!
const buttonNamed = (root: ShadowRoot, name: string): HTMLButtonElement | undefined =>
  [...root.querySelectorAll('button')].find((node) => node.textContent?.includes(name) && node.closest('[hidden]') === null)

function type(root: ShadowRoot, text: string, key: KeyboardEventInit = { key: 'Enter' }): void {
  const input = find<HTMLTextAreaElement>(root, 'textarea')
  input.value = text
  input.dispatchEvent(new Event('input'))
  input.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...key }))
}

function sentMessages(): Extract<ClientFrame, { type: 'message' }>[] {
  return network.sockets.flatMap((socket) => socket.messages()) as Extract<ClientFrame, { type: 'message' }>[]
}

const answer = entry(2, {
  text: '**Một cửa** là nơi nộp hồ sơ. <img src=x onerror=alert(1)>',
  answer: {
    article: 'cchc-001',
    title: 'Một cửa là gì?',
    confidence: 0.97,
    in_force: false,
    valid_from: '2018-06-21',
    valid_to: '2025-06-30',
    replaced_by: [{ number: '118/2025/NĐ-CP', from: '2025-07-01' }],
    sources: [
      { document: '118/2025/NĐ-CP', clause: 'Điều 5', url: 'https://vanban.example/118' },
      { document: '61/2018/NĐ-CP', clause: '', url: 'javascript:alert(1)' },
    ],
  },
})

describe('opening', () => {
  it('connects a new visitor only then, puts the focus into the input, and Escape gives it back', () => {
    const root = place()
    expect(network.sockets).toHaveLength(0)
    find(root, '.launcher').click()
    expect(network.sockets).toHaveLength(1)
    expect(root.activeElement).toBe(find(root, 'textarea'))
    find(root, 'textarea').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
    expect(find(root, '.panel').hidden).toBe(true)
    expect(root.activeElement).toBe(find(root, '.launcher'))
  })

  it('connects a known visitor at once, and counts what is unread', () => {
    storage.set('reformdesk:https://desk.example/:visitor', 'v')
    const root = place()
    network.socket.welcome(2, 'v')
    network.socket.receive({ type: 'entries', entries: [entry(1, { kind: 'question' }), answer], last: 2 })
    expect(find(root, '.badge').textContent).toBe('1')
    expect(find(root, '.launcher').getAttribute('aria-label')).toBe('Mở hộp hỏi đáp, 1 tin nhắn mới')
    find(root, '.launcher').click()
    expect(find(root, '.badge').hidden).toBe(true)
  })

  it('shows the examples, and asks one when it is tapped', () => {
    const root = place({ open: '' })
    network.socket.welcome()
    buttonNamed(root, 'Một cửa là gì?')?.click()
    expect(sentMessages()).toMatchObject([{ text: 'Một cửa là gì?' }])
    expect(find(root, '.suggestions').hidden).toBe(true)
  })

  it('keeps the focus in the panel when the tapped button goes away', () => {
    const root = place({ open: '' })
    network.socket.welcome()
    const example = buttonNamed(root, 'Một cửa là gì?')
    example?.focus()
    example?.click()
    expect(root.activeElement).toBe(find(root, '.scroll'))
  })

  it('takes title and colour from its attributes', () => {
    const root = place({ heading: 'Hỏi đáp phường', colour: '#ffcc00' })
    expect(find(root, 'h2').textContent).toBe('Hỏi đáp phường')
    expect(find(root, '.frame').style.getPropertyValue('--on-accent')).toBe('#0b1220')
  })
})

describe('writing', () => {
  it('does not send while a keyboard composes, nor on Shift+Enter', () => {
    const root = place({ open: '' })
    network.socket.welcome()
    type(root, 'tiếng Việt', { key: 'Enter', isComposing: true })
    type(root, 'tiếng Việt', { key: 'Enter', shiftKey: true })
    expect(sentMessages()).toHaveLength(0)
    type(root, 'tiếng Việt')
    expect(sentMessages()).toMatchObject([{ text: 'tiếng Việt' }])
  })

  it('does not send more than 4000 bytes, and says how much is too much', () => {
    const root = place({ open: '' })
    network.socket.welcome()
    type(root, 'ế'.repeat(1300))
    expect(sentMessages()).toHaveLength(1)
    type(root, 'ế'.repeat(1400))
    expect(sentMessages()).toHaveLength(1)
    expect(find(root, '.counter').textContent).toBe('Tin nhắn quá dài, xin rút bớt khoảng 67 chữ cái')
    expect(find<HTMLButtonElement>(root, '.send').disabled).toBe(true)
  })

  it('keeps what is written offline over a reload and sends it once, with the same id', () => {
    const root = place({ open: '' })
    network.online = false
    dispatchEvent(new Event('offline'))
    type(root, 'viết khi mất mạng')
    expect(find(root, '.banner').textContent).toBe('Mất kết nối. Tin nhắn sẽ tự gửi khi có kết nối lại.')
    expect(find(root, '.status').textContent).toBe('Chờ gửi')
    const id = storage.keys('reformdesk:https://desk.example/:outbox:')[0]?.split(':').pop()
    document.body.replaceChildren()

    network.online = true
    const again = place({ open: '' })
    network.socket.welcome()
    expect(sentMessages()).toEqual([{ type: 'message', id, text: 'viết khi mất mạng' }])
    network.socket.receive({ type: 'accepted', id, sequence: 1 })
    network.socket.receive({ type: 'entries', entries: [entry(1, { kind: 'question', id: id!, text: 'viết khi mất mạng' })], last: 1 })
    expect(again.querySelectorAll('.own')).toHaveLength(1)
    expect(find(again, '.status').textContent).toBe('Đã gửi')
    document.body.replaceChildren()

    place({ open: '' })
    network.socket.welcome(1)
    expect(sentMessages()).toHaveLength(1)
  })

  it('offers to retry or to edit a refused message', () => {
    const root = place({ open: '' })
    network.socket.welcome()
    type(root, 'bị từ chối')
    const id = sentMessages()[0]!.id
    network.socket.receive({ type: 'error', code: 'bad_message', message: 'Nội dung không hợp lệ', id })
    expect(find(root, '.failure').textContent).toContain('Nội dung không hợp lệ')
    buttonNamed(root, 'Thử lại')?.click()
    expect(sentMessages().map((one) => one.id)).toEqual([id, id])
    network.socket.receive({ type: 'error', code: 'bad_message', message: 'Nội dung không hợp lệ', id })
    buttonNamed(root, 'Sửa lại')?.click()
    expect(root.querySelectorAll('.own')).toHaveLength(0)
    expect(find<HTMLTextAreaElement>(root, 'textarea').value).toBe('bị từ chối')
    expect(storage.keys('reformdesk:https://desk.example/:outbox:')).toEqual([])
  })

  it('says that the server is busy, and when it tries again', () => {
    const root = place({ open: '' })
    network.socket.welcome()
    type(root, 'xin chào')
    const { id } = sentMessages()[0]!
    network.socket.receive({ type: 'error', code: 'busy', message: 'Hệ thống đang bận.', id, retry_after: 5 })
    expect(find(root, '.banner').textContent).toBe('Hệ thống đang bận. Sẽ tự gửi lại sau 5 giây.')
    vi.advanceTimersByTime(5000)
    expect(find(root, '.banner').hidden).toBe(true)
    expect(sentMessages()).toHaveLength(2)
  })
})

describe('the conversation', () => {
  function open(...entries: ReturnType<typeof entry>[]): ShadowRoot {
    const root = place({ open: '' })
    network.socket.welcome(entries.length, 'v', [
      { number: 1001, state: 'open', question: '', created_at: '', updated_at: '' },
    ])
    network.socket.receive({ type: 'entries', entries, last: entries.length })
    return root
  }

  it('shows an answer with its label, legal basis and validity, and never as markup', () => {
    const root = open(entry(1, { kind: 'question', text: 'một cửa <b>' }), answer)
    const row = find(root, '.from-answer')
    expect(row.textContent).toContain('Trả lời tự động')
    expect(row.querySelector('strong')?.textContent).toBe('Một cửa')
    expect(row.querySelector('img')).toBeNull()
    const links = [...row.querySelectorAll('a')]
    expect(links.map((link) => link.href)).toEqual(['https://vanban.example/118'])
    expect(links[0]?.textContent).toBe('Điều 5, 118/2025/NĐ-CP')
    expect(row.textContent).toContain('61/2018/NĐ-CP')
    expect(root.querySelector('.basis .validity')).toBeNull()
    expect(find(root, '.bubble .expired').textContent).toBe('Hết hiệu lực từ 01/7/2025, được thay bằng 118/2025/NĐ-CP')
    expect(find(root, '.own .bubble').textContent).toBe('một cửa <b>')
    expect(root.querySelector('[role=log]')?.getAttribute('aria-live')).toBe('polite')
  })

  it('names the message in a reply that does not stand under it', () => {
    const long = `lệ phí\n${'rất '.repeat(40)}dài`
    const questions = [entry(1, { kind: 'question', text: long }), entry(2, { kind: 'question', text: 'một cửa là gì' })]
    const root = open(...questions, entry(3, { reply_to: 1 }), entry(4, { reply_to: 1 }), entry(5, { reply_to: 2 }))
    const quotes = [...root.querySelectorAll('.from-answer')].map((row) => row.querySelector('.quote')?.textContent)
    expect(quotes).toEqual([expect.stringMatching(/^Trả lời “lệ phí rất rất .{100,110}…”$/), undefined, 'Trả lời “một cửa là gì”'])
  })

  it('tells that more is below, unless it was seen on another page', () => {
    vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(300)
    vi.spyOn(Element.prototype, 'scrollHeight', 'get').mockReturnValue(3000)
    vi.spyOn(HTMLElement.prototype, 'offsetTop', 'get').mockImplementation(function (this: HTMLElement) {
      return [...(this.parentElement?.children ?? [])].indexOf(this) * 1000
    })
    const entries = [entry(1, { kind: 'question' }), entry(2), entry(3)]
    const more = (root: ShadowRoot): boolean => buttonNamed(root, 'Tin mới bên dưới') !== undefined
    expect(more(open(...entries))).toBe(true)
    document.body.replaceChildren()
    expect(more(open(...entries))).toBe(false)
  })

  it('asks for a person on a tap, once', () => {
    const root = open(entry(1, { kind: 'question' }), answer)
    buttonNamed(root, 'Chưa đúng ý? Gặp chuyên viên')?.click()
    expect(sentMessages()).toMatchObject([{ text: 'Gặp chuyên viên' }])
    expect(buttonNamed(root, 'Chưa đúng ý? Gặp chuyên viên')).toBeUndefined()
  })

  it('sends a tapped choice with its label, once', () => {
    const choices = [
      { choice: 'cchc-012', label: 'Nộp ở đâu?' },
      { choice: 'cchc-013', label: 'Quá hạn thì sao?' },
    ]
    const root = open(entry(1, { kind: 'question' }), entry(2, { kind: 'clarification', choices }))
    const button = buttonNamed(root, 'Quá hạn thì sao?')!
    expect(button.textContent).toBe('2Quá hạn thì sao?')
    button.click()
    button.click()
    expect(sentMessages()).toHaveLength(1)
    expect(sentMessages()[0]).toMatchObject({ text: 'Quá hạn thì sao?', choice: 'cchc-013' })
  })

  it('offers the questions related to an answer', () => {
    const choices = [{ choice: 'cchc-002', label: 'Một cửa liên thông là gì?' }]
    const root = open(entry(1, { kind: 'question' }), { ...answer, choices })
    expect(find(root, '.choices').textContent).toBe('Câu hỏi liên quanMột cửa liên thông là gì?')
    buttonNamed(root, 'Một cửa liên thông là gì?')?.click()
    expect(sentMessages()[0]).toMatchObject({ text: 'Một cửa liên thông là gì?', choice: 'cchc-002' })
  })

  it('follows the ticket and shows who answered; the next message replies to that ticket or is a new question', () => {
    const reference = { number: 1001, state: 'open' as const }
    const root = open(entry(1, { kind: 'question' }), entry(2, { kind: 'handover', ticket: reference }))
    expect(find(root, '.ticket').textContent).toBe('Phiếu #1001Đang chờ chuyên viên trả lời')
    const tickets = [{ number: 1001, state: 'answered', question: '', created_at: '', updated_at: '' }]
    network.socket.receive({ type: 'tickets', tickets })
    expect(find(root, '.ticket-state').textContent).toBe('Đã trả lời')
    const expert = entry(3, { kind: 'expert_answer', author: 'Nguyễn Thị Lan', ticket: { number: 1001, state: 'answered' } })
    network.socket.receive({ type: 'entries', entries: [expert], last: 3 })
    expect(find(root, '.from-expert-answer .meta').textContent).toContain('Nguyễn Thị LanChuyên viên')
    expect(find(root, '.reply-bar').textContent).toContain('Đang trả lời phiếu #1001')
    type(root, 'cảm ơn')
    expect(sentMessages()[0]).toMatchObject({ text: 'cảm ơn', ticket: 1001 })
    network.socket.receive({ type: 'accepted', id: sentMessages()[0]!.id, sequence: 4 })
    buttonNamed(root, 'Hỏi câu mới')?.click()
    type(root, 'câu khác')
    expect(sentMessages()[1]).toMatchObject({ text: 'câu khác', new_question: true })
    expect(sentMessages()[1]).not.toHaveProperty('ticket')
  })

  it('shows that it waits for a reply, but not for ever', () => {
    const root = open(entry(1))
    type(root, 'câu hỏi')
    network.socket.receive({ type: 'accepted', id: sentMessages()[0]!.id, sequence: 2 })
    expect(find(root, '.typing').hidden).toBe(false)
    vi.advanceTimersByTime(20_000)
    expect(find(root, '.typing').hidden).toBe(true)
  })
})
