import { act } from 'preact/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { entry, json } from '../../shared/tests/fakes.ts'
import { click, find, lan, live, named, press, reload, root, server, sockets, start, storage, suggestion, ticket, write } from './support.tsx'

describe('logging in', () => {
  it('shows why it failed, then leads to the queue', async () => {
    server.user = null
    await start()
    await write('[name=name]', 'lan')
    await write('[name=password]', 'sai')
    await click(named('Đăng nhập'))
    expect(find('[role=alert]').textContent).toBe('Tên đăng nhập hoặc mật khẩu không đúng. Xin kiểm tra lại.')
    await write('[name=password]', 'đúng')
    await click(named('Đăng nhập'))
    expect(root.querySelectorAll('.tickets li')).toHaveLength(2)
  })

  it('asks for an own password first, says its rules, and checks them', async () => {
    server.user = { ...lan, must_change_password: true }
    await start()
    expect(root.textContent).toContain('Ít nhất 10 ký tự')
    await write('[name=current]', 'k7mp-x2qa')
    await write('[name=new]', 'ngắn')
    await write('[name=again]', 'ngắn')
    await click(named('Lưu mật khẩu'))
    expect(find('.error').textContent).toBe('Mật khẩu mới quá ngắn.')
    await write('[name=new]', 'một câu dài dễ nhớ')
    await write('[name=again]', 'một câu dài dễ nhớ')
    await click(named('Lưu mật khẩu'))
    expect(server.calls.find((call) => call.path === 'session/password')?.body).toEqual({
      current: 'k7mp-x2qa',
      new: 'một câu dài dễ nhớ',
    })
    expect(root.querySelector('.queue')).not.toBeNull()
  })

  it('is asked for again when the session has ended, and keeps the draft', async () => {
    await start('#/open/1001')
    await write('#reply', 'đang viết dở')
    server.user = null
    await click(named('Gửi câu trả lời'))
    expect(root.querySelector('[name=password]')).not.toBeNull()
    server.user = lan
    await write('[name=name]', 'lan')
    await write('[name=password]', 'đúng')
    await click(named('Đăng nhập'))
    expect(find<HTMLTextAreaElement>('#reply').value).toBe('đang viết dở')
  })
})

describe('the queue', () => {
  it('shows counts, reasons and the number of open tickets in the title', async () => {
    await start()
    expect(find('.tabs').textContent).toBe('Đang chờ 2Đã trả lời 0Tất cả 2')
    expect(find('.ticket').textContent).toContain('Không tìm thấy câu trả lời phù hợp')
    expect(document.title).toBe('(2) Bàn làm việc chuyên viên')
  })

  it('announces a ticket that comes in, and takes an answered one away', async () => {
    await start()
    await live({ type: 'welcome' })
    await live({ type: 'ticket', ticket: ticket(1003) })
    expect(find('.arrival a').textContent).toBe('Phiếu mới #1003Câu hỏi 1003')
    expect(root.querySelectorAll('.tickets li')).toHaveLength(3)
    await click(find('.arrival button'))
    expect(find('.arrival').textContent).toBe('')
    await live({ type: 'ticket', ticket: ticket(1001, { version: 2, state: 'answered', answered_by: 'Hương' }) })
    expect([...root.querySelectorAll('.tickets strong')].map((node) => node.textContent)).toEqual(['#1002', '#1003'])
  })

  it('shows several questions of one message on one line, apart; the ticket itself keeps their lines', async () => {
    const question = 'Xin hỏi:\nLệ phí bao nhiêu?\n\n  Nộp ở đâu?'
    server.tickets = [ticket(1001, { question })]
    await start('#/open/1001')
    expect(find('.tickets .question').textContent).toBe('Xin hỏi: Lệ phí bao nhiêu? · Nộp ở đâu?')
    expect(find('.ticket-question').textContent).toBe(question)
    await live({ type: 'ticket', ticket: ticket(1002, { question }) })
    expect(find('.arrival .clip').textContent).toBe('Xin hỏi: Lệ phí bao nhiêu? · Nộp ở đâu?')
  })

  it('ignores an older state that arrives late', async () => {
    await start()
    await live({ type: 'ticket', ticket: ticket(1001, { version: 3, state: 'answered' }) })
    await live({ type: 'ticket', ticket: ticket(1001, { version: 2 }) })
    expect(root.querySelectorAll('.tickets li')).toHaveLength(1)
  })

  it('says when it is no longer live, and reads everything anew when it is back', async () => {
    await start()
    await live({ type: 'welcome' })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    await act(() => sockets[0]?.drop())
    expect(find('.banner').textContent).toContain('Mất kết nối')
    server.tickets.push(ticket(1003))
    vi.advanceTimersByTime(1000)
    vi.useRealTimers()
    expect(sockets).toHaveLength(2)
    await live({ type: 'welcome' })
    expect(root.querySelector('.banner')).toBeNull()
    expect(root.querySelectorAll('.tickets li')).toHaveLength(3)
  })

  it('says when it is empty, and when it cannot be loaded', async () => {
    server.tickets = []
    await start()
    expect(root.textContent).toContain('Không có phiếu nào đang chờ.')
    server.override = (_, path) => (path.startsWith('tickets?') ? json(503, { detail: 'Đang bảo trì.' }) : null)
    await reload('')
    expect(find('.queue [role=alert]').textContent).toContain('Đang bảo trì.')
    server.override = null
    await click(named('Thử lại'))
    expect(root.textContent).toContain('Không có phiếu nào đang chờ.')
  })

  it('is walked through with j and k', async () => {
    await start()
    await press('j')
    expect(document.activeElement?.textContent).toContain('#1001')
    await press('j')
    expect(document.activeElement?.textContent).toContain('#1002')
    await press('k')
    expect(document.activeElement?.textContent).toContain('#1001')
  })
})

describe('answering', () => {
  it('sends with Ctrl+Enter the text and the version that was seen', async () => {
    await start('#/open/1001')
    expect(find('.ticket-question').textContent).toBe('Câu hỏi 1001')
    await press('r')
    expect(document.activeElement?.id).toBe('reply')
    await write('#reply', 'Trả lời của tôi')
    await press('Enter', { ctrlKey: true })
    expect(server.answers()).toHaveLength(1)
    expect(server.answers()[0]).toMatchObject({ path: 'tickets/1001/answer', body: { text: 'Trả lời của tôi', version: 1 } })
    expect(server.answers()[0]?.csrf).not.toBeNull()
    expect(find<HTMLTextAreaElement>('#reply').value).toBe('')
    expect(root.textContent).toContain('Đã gửi câu trả lời.')
    expect(find('.ticket-head .tag').textContent).toBe('Đã trả lời')
    await reload('#/open/1001')
    expect(find<HTMLTextAreaElement>('#reply').value).toBe('')
  })

  it('warns of an automatic answer that is no longer in force, and says what replaced its law', async () => {
    const answer = {
      article: 'cchc-090',
      title: 'Quy định cũ',
      confidence: 1,
      in_force: false,
      valid_from: null,
      valid_to: '2025-06-30',
      sources: [{ document: '61/2018/NĐ-CP', clause: 'Điều 19', url: '' }],
      replaced_by: [{ number: '118/2025/NĐ-CP', from: '2025-07-01' }],
    }
    const entries = [entry(1, { kind: 'question' }), entry(2, { answer })]
    server.override = (_, path) =>
      path === 'tickets/1001' ? json(200, { ticket: ticket(1001), entries, suggestions: [] }) : null
    await start('#/open/1001')
    const said = find('.by-answer .said')
    expect(said.querySelector('.expired')?.textContent).toBe(
      'Hết hiệu lực từ 01/7/2025, được thay bằng 118/2025/NĐ-CP',
    )
    expect(said.lastElementChild?.textContent).toBe('Căn cứ: Điều 19, 61/2018/NĐ-CP. ')
  })

  it('inserts a known answer with its legal basis', async () => {
    await start('#/open/1001')
    await write('#reply', 'Chào bạn.')
    await click(named('Chèn'))
    expect(find<HTMLTextAreaElement>('#reply').value).toBe(
      'Chào bạn.\n\n**Một cửa** là nơi nộp hồ sơ.\n\n' +
        'Căn cứ pháp lý: [Điều 3, 118/2025/NĐ-CP](https://vanban.example/118); 61/2018/NĐ-CP.',
    )
  })

  it('marks a known answer that is no longer in force, also when it is inserted', async () => {
    const replaced_by = [{ number: '118/2025/NĐ-CP', from: '2025-07-01' }]
    const old = { ...suggestion, in_force: false, valid_to: '2025-06-30', sources: [], replaced_by }
    server.override = (_, path) =>
      path === 'tickets/1001' ? json(200, { ticket: ticket(1001), entries: [], suggestions: [old] }) : null
    await start('#/open/1001')
    const sentence = 'Hết hiệu lực từ 01/7/2025, được thay bằng 118/2025/NĐ-CP'
    expect(find('.suggestion .expired').textContent).toBe(sentence)
    await click(named('Chèn'))
    expect(find<HTMLTextAreaElement>('#reply').value).toBe(`**${sentence}.**\n\n**Một cửa** là nơi nộp hồ sơ.`)
  })

  it('keeps a draft for each ticket over a reload', async () => {
    await start('#/open/1001')
    await write('#reply', 'bản nháp 1001')
    await reload('#/open/1002')
    expect(find<HTMLTextAreaElement>('#reply').value).toBe('')
    await reload('#/open/1001')
    expect(find<HTMLTextAreaElement>('#reply').value).toBe('bản nháp 1001')
  })

  it('tries again with the same request id, also after a reload, and with another one for another text', async () => {
    await start('#/open/1001')
    await write('#reply', 'Trả lời')
    server.override = (_, path) => (path.endsWith('/answer') ? Promise.reject(new TypeError('no network')) : null)
    await click(named('Gửi câu trả lời'))
    expect(find('.reply [role=alert]').textContent).toContain('Chưa gửi được.')
    await click(named('Thử lại'))
    await reload('#/open/1001')
    await click(named('Gửi câu trả lời'))
    server.override = null
    await write('#reply', 'Trả lời khác')
    await click(named('Gửi câu trả lời'))
    const ids = server.answers().map((call) => call.body.request_id)
    expect(new Set(ids.slice(0, 3)).size).toBe(1)
    expect(ids[3]).not.toBe(ids[0])
  })

  it('shows a conflict with the new state, keeps the draft, and sends only after a look', async () => {
    await start('#/open/1001')
    await write('#reply', 'Trả lời muộn')
    server.change(1001, { state: 'answered', answered_by: 'Lê Thu Hương' })
    await click(named('Gửi câu trả lời'))
    expect(find('.conflict').textContent).toContain('Phiếu này vừa được Lê Thu Hương trả lời.')
    expect(find('.ticket-head .tag').textContent).toBe('Đã trả lời')
    expect(find<HTMLTextAreaElement>('#reply').value).toBe('Trả lời muộn')
    expect(named('Gửi câu trả lời')?.disabled).toBe(true)
    await click(named('Đã xem, tiếp tục trả lời'))
    await click(named('Gửi câu trả lời'))
    expect(server.answers().map((call) => call.body.version)).toEqual([1, 2])
    expect(root.querySelector('.conflict')).toBeNull()
  })

  it('shows a live change while writing, before anything is sent', async () => {
    await start('#/open/1001')
    await write('#reply', 'đang viết')
    await live({ type: 'ticket', ticket: server.change(1001, { reopened: 1 }) })
    expect(find('.conflict').textContent).toContain('Người hỏi vừa viết thêm vào phiếu này.')
    await press('r')
    await press('Enter', { ctrlKey: true })
    expect(server.answers()).toHaveLength(0)
    await click(named('Bỏ bản nháp'))
    expect(root.querySelector('.conflict')).toBeNull()
    expect(find<HTMLTextAreaElement>('#reply').value).toBe('')
  })

  it('closes a ticket after asking once more', async () => {
    await start('#/open/1001')
    await click(named('Đóng phiếu'))
    expect(server.calls.some((call) => call.path.endsWith('/close'))).toBe(false)
    await click(named('Đóng'))
    expect(find('.ticket-head .tag').textContent).toBe('Đã đóng')
    expect(root.querySelector('#reply')).toBeNull()
  })

  it('says that a ticket does not exist', async () => {
    await start('#/open/4711')
    expect(find('.pane [role=alert]').textContent).toContain('Không có phiếu này.')
  })
})

describe('accounts', () => {
  const account = { ...lan, disabled: false, created_at: '2026-11-24T03:00:00.000Z' }

  it('are for administrators, and show a one-time password once', async () => {
    server.user = { ...lan, name: 'quantri', role: 'administrator' }
    server.override = (method, path) => {
      if (path === 'accounts' && method === 'GET') return json(200, { accounts: [account] })
      if (path === 'accounts') return json(201, { account, one_time_password: 'k7mp-x2qa-9rtc-w4hd' })
      return null
    }
    await start('#/accounts')
    await write('.add label:nth-of-type(1) input', 'huong')
    await write('.add label:nth-of-type(2) input', 'Lê Thu Hương')
    await click(named('Thêm tài khoản'))
    const call = server.calls.find((one) => one.path === 'accounts' && one.method === 'POST')
    expect(call?.body).toEqual({ name: 'huong', display_name: 'Lê Thu Hương', role: 'expert' })
    expect(find('.secret').textContent).toBe('k7mp-x2qa-9rtc-w4hd')
    await click(named('Đã lưu, ẩn đi'))
    expect(root.textContent).not.toContain('k7mp')
    expect(JSON.stringify(storage.keys('').map((key) => storage.get(key)))).not.toContain('k7mp')
  })

  it('are not offered to experts', async () => {
    await start()
    expect(find('.bar nav').textContent).toBe('Phiếu hỏiCần rà soátKết nối')
  })
})

describe('the shortcuts', () => {
  it('are shown on ?, and do nothing while typing', async () => {
    await start('#/open/1001')
    await press('r')
    await press('?')
    expect(root.querySelector('dialog')).toBeNull()
    await press('Escape')
    await press('?')
    expect(find('dialog').textContent).toContain('Viết câu trả lời')
  })

  it('lead back to the queue with g q', async () => {
    await start('#/answered/1001')
    await press('g')
    await press('q')
    expect(location.hash).toBe('#/open')
  })

  it('can be switched off', async () => {
    await start('#/open/1001')
    await press('?')
    find<HTMLInputElement>('dialog input').click()
    await reload('#/open/1001')
    await press('r')
    expect(document.activeElement?.id).not.toBe('reply')
  })
})
