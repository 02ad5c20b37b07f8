import { beforeEach, describe, expect, it, vi } from 'vitest'
import { json } from '../../shared/tests/fakes.ts'
import type { Article, Review } from '../src/types.ts'
import { click, find, live, named, press, reload, root, server, sockets, start } from './support.tsx'

function review(id: number, change: Partial<Review> = {}): Review {
  return {
    id,
    article: { id: `cchc-00${id}`, question: `Câu hỏi ${id}?`, changed_at: '2025-06-01T03:00:00.000Z' },
    reason: 'superseded',
    document: '61/2018/NĐ-CP',
    document_title: 'Về cơ chế một cửa',
    successor: '118/2025/NĐ-CP',
    successor_title: 'Về giải quyết thủ tục',
    last_day: '2025-06-30',
    opened_at: '2025-07-01T03:00:00.000Z',
    opened_by: 'quantri',
    closed_at: null,
    closed_by: '',
    ...change,
  }
}

const article: Article = {
  id: 'cchc-001',
  version: 3,
  changed_at: '2025-06-01T03:00:00.000Z',
  question: 'Câu hỏi 1?',
  phrasings: ['cau hoi mot', '<b>câu hỏi</b> khác'],
  answer: 'Là **nơi** nộp. <img src=x>',
  sources: [
    { document: '61/2018/NĐ-CP', clause: 'Điều 3', url: 'https://vanban.example/61' },
    { document: '1/TT', clause: '', url: 'javascript:alert(1)' },
  ],
  valid_from: null,
  valid_to: '2025-06-30',
  in_force: false,
  replaced_by: [{ number: '118/2025/NĐ-CP', from: '2025-07-01' }],
}

let reviews: Review[]
let pageSize: number

function list(query: URLSearchParams): Response {
  const state = query.get('state') === 'closed'
  const size = Math.min(pageSize, Number(query.get('limit')))
  const after = Number(query.get('after') ?? 0)
  const behind = reviews.filter((one) => (one.closed_at !== null) === state && one.id > after)
  const page = behind.slice(0, size)
  const open = reviews.filter((one) => one.closed_at === null).length
  return json(200, { reviews: page, counts: { open }, next: page.length === size ? page[size - 1]?.id : null })
}

function change(id: number, closing: boolean): Response {
  const closed = closing
    ? { closed_at: '2025-07-02T03:00:00.000Z', closed_by: 'lan' }
    : { closed_at: null, closed_by: '' }
  reviews = reviews.map((one) => (one.id === id ? { ...one, ...closed } : one))
  const open = reviews.filter((one) => one.closed_at === null).length
  return json(200, { review: reviews.find((one) => one.id === id), counts: { open } })
}

function answer(method: string, path: string): Response | null {
  if (path.startsWith('kb/reviews?')) return list(new URLSearchParams(path.slice('kb/reviews?'.length)))
  const [, id, action] = /^kb\/reviews\/(\d+)\/(close|reopen)$/.exec(path) ?? []
  if (id !== undefined && method === 'POST') return change(Number(id), action === 'close')
  if (path.startsWith('kb/articles/'))
    return path === 'kb/articles/cchc-001' ? json(200, { article }) : json(404, { title: 'Không có bài này' })
  return null
}

const rows = (): HTMLElement[] => [...root.querySelectorAll<HTMLElement>('.review')]
const navigation = (): string => find('.bar nav').textContent ?? ''

beforeEach(() => {
  reviews = [review(1), review(2), review(3, { document: '', document_title: '', successor: '', reason: 'ended' })]
  pageSize = 100
  server.override = answer
})

describe('the articles to look at again', () => {
  it('are counted in the navigation from everywhere', async () => {
    await start()
    expect(navigation()).toBe('Phiếu hỏiCần rà soát 3Kết nối')
    reviews = []
    await reload('')
    expect(navigation()).toBe('Phiếu hỏiCần rà soátKết nối')
  })

  it('stand under the document that ends, with its last day and what replaces it', async () => {
    reviews.push(review(4, { last_day: '2999-12-31' }))
    await start('#/reviews')
    const groups = [...root.querySelectorAll<HTMLElement>('.review-group')]
    expect(groups.map((group) => group.querySelectorAll('.review').length)).toEqual([2, 1, 1])
    expect(groups[0]?.querySelector('header')?.textContent).toBe(
      '61/2018/NĐ-CPVề cơ chế một cửaHết hiệu lực từ 01/7/2025Thay bằng 118/2025/NĐ-CP: Về giải quyết thủ tục',
    )
    expect(groups[1]?.querySelector('header')?.textContent).toBe('Hết hạn theo ngày ghi trong bàiHết hiệu lực từ 01/7/2025')
    expect(groups[2]?.querySelector('header')?.textContent).toContain('Còn hiệu lực đến 31/12/2999')
    expect(find('.review-head').textContent).toContain('kb import')
  })

  it('say so when nothing is known to replace the document, and when the article was imported anew', async () => {
    const changed = { ...review(1).article, changed_at: '2025-08-01T03:00:00.000Z' }
    reviews = [review(1, { successor: '', successor_title: '' }), review(2, { successor: '', article: changed })]
    await start('#/reviews/open')
    expect(find('.review-group header').textContent).toContain('Chưa ghi văn bản thay thế.')
    expect(rows().map((row) => row.textContent?.includes('Đã nhập bản mới'))).toEqual([false, true])
  })

  it('are marked as done with one press, and with another one it is undone', async () => {
    await start('#/reviews')
    await click(named('Đã rà soát'))
    expect(rows()[0]?.className).toBe('review done')
    expect(rows()[0]?.textContent).toContain('✓ lan, ')
    expect(rows()).toHaveLength(3)
    expect(navigation()).toContain('Cần rà soát 2')
    expect(find('.review-list [role=status]').textContent).toBe('Đã rà soát: Câu hỏi 1?')
    const call = server.calls.find((one) => one.path === 'kb/reviews/1/close')
    expect(call?.csrf).not.toBeNull()
    await click(named('Hoàn tác'))
    expect(reviews.every((one) => one.closed_at === null)).toBe(true)
    expect(navigation()).toContain('Cần rà soát 3')
    expect(rows()[0]?.className).toBe('review')
  })

  it('are told apart by name for those who hear the buttons', async () => {
    await start('#/reviews')
    const names = rows().map((row) => row.querySelector('button')?.getAttribute('aria-label'))
    expect(names).toEqual(['Đã rà soát: Câu hỏi 1?', 'Đã rà soát: Câu hỏi 2?', 'Đã rà soát: Câu hỏi 3?'])
  })

  it('that are done stand in a list of their own, and can be put back', async () => {
    reviews = [review(1, { closed_at: '2025-07-02T03:00:00.000Z', closed_by: 'hoa' }), review(2)]
    await start('#/reviews/closed')
    expect(rows().map((row) => row.querySelector('a')?.textContent)).toEqual([expect.stringContaining('✓ hoa, ')])
    await click(named('Hoàn tác'))
    location.hash = '#/reviews/open'
    await reload('#/reviews/open')
    expect(rows()).toHaveLength(2)
  })

  it('stay as they are when the change cannot be saved', async () => {
    await start('#/reviews')
    server.override = (method, path) =>
      method === 'POST' ? json(503, { title: 'Máy chủ đang bận', detail: 'Xin thử lại.' }) : answer(method, path)
    await click(named('Đã rà soát'))
    expect(rows()[0]?.className).toBe('review')
    expect(rows()[0]?.querySelector('[role=alert]')?.textContent).toBe('Chưa lưu được. Máy chủ đang bận. Xin thử lại.')
    server.override = answer
    await click(named('Đã rà soát'))
    expect(rows()[0]?.querySelector('[role=alert]')).toBeNull()
    expect(rows()[0]?.className).toBe('review done')
  })

  it('say when there are none, and when they cannot be loaded', async () => {
    reviews = []
    await start('#/reviews')
    expect(root.textContent).toContain('Không có bài nào cần rà soát.')
    await reload('#/reviews/closed')
    expect(root.textContent).toContain('Chưa có bài nào được rà soát.')
    server.override = (_, path) => (path.startsWith('kb/') ? json(503, { title: 'Đang bảo trì' }) : null)
    await reload('#/reviews')
    expect(find('.review-list [role=alert]').textContent).toContain('Đang bảo trì.')
    server.override = answer
    await click(named('Thử lại'))
    expect(root.textContent).toContain('Không có bài nào cần rà soát.')
  })

  it('come page by page', async () => {
    pageSize = 2
    await start('#/reviews')
    expect(rows()).toHaveLength(2)
    await click(named('Xem thêm'))
    expect(rows()).toHaveLength(3)
    expect(named('Xem thêm')).toBeUndefined()
  })

  it('are counted anew when the console is live again', async () => {
    await start()
    await live({ type: 'welcome' })
    reviews.push(review(4))
    await live({ type: 'goodbye', retry_after: 0 })
    await vi.waitFor(() => expect(sockets).toHaveLength(2))
    await live({ type: 'welcome' })
    expect(navigation()).toContain('Cần rà soát 4')
  })

  it('are walked through and marked with single keys', async () => {
    await start()
    await press('g')
    await press('r')
    expect(location.hash).toBe('#/reviews/open')
    await reload('#/reviews/open')
    await press('j')
    await press('j')
    expect(document.activeElement?.textContent).toContain('Câu hỏi 2?')
    await press('d')
    expect(reviews.map((one) => one.closed_at !== null)).toEqual([false, true, false])
    expect(document.activeElement?.textContent).toContain('Câu hỏi 2?')
    await press('d')
    await press('k')
    expect(document.activeElement?.textContent).toContain('Câu hỏi 1?')
    expect(reviews.some((one) => one.closed_at !== null)).toBe(false)
  })
})

describe('an article', () => {
  it('is shown as a whole, never as markup, with what is to be looked at', async () => {
    await start('#/reviews/open/cchc-001')
    const pane = find('.article-pane')
    expect(pane.querySelector('h2')?.textContent).toBe('Câu hỏi 1?')
    expect(document.activeElement).toBe(pane.querySelector('h2'))
    expect(pane.querySelector('.expired')?.textContent).toBe('Hết hiệu lực từ 01/7/2025, được thay bằng 118/2025/NĐ-CP')
    expect(pane.querySelector('.why p')?.textContent).toBe(
      'Văn bản được thay thế: 61/2018/NĐ-CP, ngày cuối 30/6/2025, thay bằng 118/2025/NĐ-CP.',
    )
    expect(pane.querySelector('.markdown strong')?.textContent).toBe('nơi')
    expect(pane.querySelector('img, b')).toBeNull()
    expect([...pane.querySelectorAll('.dots a')].map((link) => link.getAttribute('href'))).toEqual([
      'https://vanban.example/61',
    ])
    expect([...pane.querySelectorAll('.dots li')].map((item) => item.textContent)).toEqual([
      'Điều 3, 61/2018/NĐ-CP',
      '1/TT',
      'cau hoi mot',
      '<b>câu hỏi</b> khác',
    ])
    expect(rows()[0]?.className).toBe('review selected')
  })

  it('is marked where it is read, and the list follows', async () => {
    await start('#/reviews/open/cchc-001')
    await click(find('.why button'))
    expect(find('.why').textContent).toContain('✓ lan đã rà soát')
    expect(rows()[0]?.className).toBe('review done selected')
  })

  it('is asked for by its id, whatever that is', async () => {
    await start('#/reviews/open/118%2F2025%2FN%C4%90-CP%20%3F')
    expect(server.calls.some((call) => call.path === 'kb/articles/118/2025/N%C4%90-CP%20%3F')).toBe(true)
    expect(find('.pane [role=alert]').textContent).toContain('Không có bài này.')
  })
})
