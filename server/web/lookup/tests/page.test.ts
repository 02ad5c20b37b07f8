// The page as its reader meets it, over a server that answers from a table.

import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { readQuery } from '../src/find.ts'
import { LookupPage } from '../src/page.ts'
import { texts } from '../src/texts.ts'

type Answer = () => Response | Promise<Response>

const json = (value: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(value), { status, headers })

const open = {
  number: 1024,
  state: 'open',
  question: 'Đổi CCCD\nmất bao lâu?',
  created_at: '2026-11-24T03:05:00.000Z',
  answers: [],
}
const answered = {
  ...open,
  state: 'answered',
  answers: [
    { author: 'Nguyễn Lan', text: 'Trong **07 ngày**.\n\n- nộp hồ sơ\n- nhận kết quả', at: '2026-11-24T04:00:00.000Z' },
    { author: '', text: 'Xem <img src=x onerror=alert(1)>', at: '2026-11-25T04:00:00.000Z' },
  ],
}
const article = {
  id: 'cchc-001',
  question: 'Cơ chế một cửa là gì?',
  answer: 'Là phương thức tiếp nhận hồ sơ.',
  sources: [{ document: '118/2025/NĐ-CP', clause: 'Điều 3', url: 'https://vanban.example.vn/118' }],
  valid_from: '2025-07-01',
  valid_to: null,
  in_force: true,
  replaced_by: [],
}

class Reader {
  readonly asked: string[] = []
  readonly root = document.createElement('div')
  readonly page: LookupPage
  answer: Answer

  constructor(address: string, answer: Answer) {
    history.replaceState(null, '', address)
    this.answer = answer
    document.body.replaceChildren(this.root)
    this.page = new LookupPage(this.root, async (url) => {
      this.asked.push(String(url))
      return this.answer()
    })
    this.page.show(false)
  }

  get input(): HTMLInputElement {
    return this.root.querySelector('input')!
  }
  get text(): string {
    return this.root.querySelector('.result')?.textContent ?? ''
  }
  find(selector: string): HTMLElement | null {
    return this.root.querySelector(selector)
  }
  async sees(words: string): Promise<void> {
    await vi.waitFor(() => expect(this.text).toContain(words))
  }
  type(code: string): void {
    this.input.value = code
    this.root.querySelector('form')!.dispatchEvent(new Event('submit', { cancelable: true }))
  }
}

afterEach(() => history.replaceState(null, '', '/'))

describe('the form', () => {
  it('stands there when the address names nothing', () => {
    const reader = new Reader('/tra-cuu/', () => json(open))
    expect(reader.asked).toEqual([])
    expect(reader.input.labels?.[0]?.textContent).toBe(texts.label)
    expect(reader.find('.result')?.hidden).toBe(true)
  })

  it('asks for a code when there is none', () => {
    const reader = new Reader('/tra-cuu/', () => json(open))
    reader.type('   ')
    expect(reader.find('#problem')?.textContent).toBe(texts.empty)
    expect(reader.input.getAttribute('aria-invalid')).toBe('true')
    expect(reader.asked).toEqual([])
  })

  it('puts the code into the address and the focus on what was found', async () => {
    const reader = new Reader('/tra-cuu/', () => json(open))
    reader.type(' 1024-7KQ2 MZ4P ')
    await reader.sees('Phiếu #1024')
    expect(location.search).toBe('?ma=1024-7KQ2%20MZ4P')
    expect(reader.asked).toEqual(['/api/v1/lookup/tickets/1024-7KQ2%20MZ4P'])
    expect(document.activeElement?.textContent).toBe('Phiếu #1024')
    expect(document.title).toBe(`Phiếu #1024 – ${texts.title}`)
  })

  it('follows the browser back', async () => {
    const reader = new Reader('/tra-cuu/', () => json(open))
    reader.type('1024-7KQ2MZ4P')
    await reader.sees('Phiếu #1024')
    history.replaceState(null, '', '/tra-cuu/')
    dispatchEvent(new PopStateEvent('popstate'))
    expect(reader.find('.result')?.hidden).toBe(true)
    expect(reader.input.value).toBe('')
    expect(document.title).toBe(texts.title)
  })
})

describe('a ticket', () => {
  it('says while it loads that it does', async () => {
    const reader = new Reader('/tra-cuu/?ma=1024-7KQ2MZ4P', () => json(open))
    expect(reader.find('[role=status]')?.textContent).toBe(texts.loading)
    await reader.sees('Phiếu #1024')
    expect(reader.find('[role=status]')?.textContent).toBe('')
    expect(reader.input.value).toBe('1024-7KQ2MZ4P')
  })

  it('that is open says who will answer, and by when', async () => {
    const reader = new Reader('/tra-cuu/?ma=1024-7KQ2MZ4P', () => json(open))
    await reader.sees('Đang chờ chuyên viên trả lời')
    expect(reader.find('.question')?.textContent).toBe(open.question)
    expect(reader.text).toContain(texts.waiting)
  })

  it('shows its answers with their Markdown, and no text as markup', async () => {
    const reader = new Reader('/tra-cuu/?ma=1024-7KQ2MZ4P', () => json(answered))
    await reader.sees('Đã có câu trả lời của chuyên viên')
    const [first, second] = reader.root.querySelectorAll('.answer')
    expect(first?.querySelector('h3')?.textContent).toBe('Chuyên viên Nguyễn Lan trả lời')
    expect(first?.querySelector('strong')?.textContent).toBe('07 ngày')
    expect(first?.querySelectorAll('li')).toHaveLength(2)
    expect(second?.querySelector('h3')?.textContent).toBe('Chuyên viên trả lời')
    expect(second?.textContent).toContain('<img src=x onerror=alert(1)>')
    expect(reader.find('img')).toBeNull()
    expect(reader.text).not.toContain(texts.waiting)
  })

  it('uses the very words of the bot about working time', () => {
    const source = readFileSync('../desk/texts.cpp', 'utf8').replace(/"\s*\n\s*"/g, '')
    const time = /trong giờ làm việc \([^)]*\)/.exec(texts.waiting)?.[0] ?? 'none'
    expect(source).toContain(time)
  })
})

describe('an article', () => {
  it('is shown with what it rests on and whether it holds', async () => {
    const reader = new Reader('/tra-cuu/?bai=cchc-001', () => json(article))
    await reader.sees('Cơ chế một cửa là gì?')
    expect(reader.asked).toEqual(['/api/v1/lookup/articles/cchc-001'])
    expect(reader.text).toContain('Trả lời tự động')
    expect(reader.text).toContain('Còn hiệu lực từ 01/7/2025')
    const link = reader.find('.basis a')
    expect(link?.textContent).toBe('Điều 3, 118/2025/NĐ-CP')
    expect(link?.getAttribute('rel')).toContain('noreferrer')
  })

  it('that no longer holds says so', async () => {
    const past = { ...article, in_force: false, valid_to: '2026-06-30', replaced_by: [{ number: '9/2026/NĐ-CP', from: null }] }
    const reader = new Reader('/tra-cuu/?bai=cchc-001', () => json(past))
    await reader.sees('Hết hiệu lực từ 01/7/2026, được thay bằng 9/2026/NĐ-CP')
    expect(reader.find('.expired')).not.toBeNull()
  })

  it('with slashes, spaces and letters of any kind in its id is asked for as it is', async () => {
    const reader = new Reader('/tra-cuu/?bai=' + encodeURIComponent('địa phương/56?a#b'), () => json(article))
    await reader.sees('Cơ chế')
    expect(reader.asked).toEqual([`/api/v1/lookup/articles/${encodeURIComponent('địa phương')}/56%3Fa%23b`])
  })
})

describe('trouble', () => {
  const code = '/tra-cuu/?ma=1024-7KQ2MZ4P'

  it.each([404, 400])('a code that nobody has (%i)', async (status) => {
    const reader = new Reader(code, () => json({ detail: 'x' }, status))
    await reader.sees(texts.noTicket)
    expect(reader.find('.result button')).toBeNull()
  })

  it('an article that is gone', async () => {
    const reader = new Reader('/tra-cuu/?bai=x', () => json({}, 404))
    await reader.sees(texts.noArticle)
  })

  it('too many lookups: how long to wait', async () => {
    const reader = new Reader(code, () => json({}, 429, { 'Retry-After': '7' }))
    await reader.sees('thử lại sau 7 giây')
  })

  it('no network: trying again works', async () => {
    const reader = new Reader(code, () => Promise.reject(new TypeError('Failed to fetch')))
    await reader.sees(texts.offline)
    reader.answer = () => json(open)
    reader.find('.result button')!.click()
    await reader.sees('Phiếu #1024')
  })

  it.each<[string, Answer]>([
    ['a failing server', () => json({}, 500)],
    ['an answer that is no JSON', () => new Response('<html>', { status: 200 })],
    ['an answer of another shape', () => json({ number: '1024', state: 'lost' })],
  ])('%s', async (_, answer) => {
    const reader = new Reader(code, answer)
    await reader.sees(texts.unavailable)
  })

  it('a slow answer does not replace what was asked for later', async () => {
    const slow: { answer?: (response: Response) => void } = {}
    const reader = new Reader(code, () => new Promise<Response>((resolve) => (slow.answer = resolve)))
    reader.answer = () => json({ ...open, number: 2048 })
    reader.type('2048-00000000')
    await reader.sees('Phiếu #2048')
    slow.answer?.(json(open))
    await new Promise((resolve) => setTimeout(resolve))
    expect(reader.text).not.toContain('1024')
  })
})

describe('the query', () => {
  it.each([
    ['', null],
    ['?ma=', null],
    ['?ma=%20&bai=', null],
    ['?ma=1024-7KQ2MZ4P', { kind: 'ticket', code: '1024-7KQ2MZ4P' }],
    ['?bai=cchc-001&utm=x', { kind: 'article', id: 'cchc-001' }],
    ['?ma=1-A&bai=b', { kind: 'ticket', code: '1-A' }],
  ])('%s names %j', (query, wanted) => expect(readQuery(query)).toEqual(wanted))
})
