import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { json } from '../../shared/tests/fakes.ts'
import type { Channels, FailedDelivery, Group, Links, Webhook } from '../src/channel-types.ts'
import { click, find, lan, named, press, root, server, settle, start, write } from './support.tsx'

const noTraffic: Webhook = {
  accepted: 0,
  repeated: 0,
  probes: 0,
  refused: 0,
  busy: 0,
  last_accepted: null,
  last_refused: null,
  variant: '',
}

const delivery: FailedDelivery = {
  id: 7,
  channel: 'zalo_oa',
  ticket: 1002,
  text: 'Nộp tại <b>bộ phận một cửa</b>.',
  reason: 'blocked',
  problem: 'Người hỏi không nhận tin của Official Account.',
  advice: 'Liên hệ người hỏi bằng cách khác.',
  detail: '-213',
  finished: true,
  attempts: 3,
  created_at: '2026-11-24T03:00:00.000Z',
}

let channels: Channels
let deliveries: FailedDelivery[]
let groups: Group[]
let links: Links

function answer(method: string, path: string): Response | null {
  if (path === 'channels') return json(200, channels)
  if (path === 'channels/zalo_oa/consent') return json(200, { url: 'https://oauth.zalo.example/permission?state=1' })
  if (path === 'channels/deliveries') return json(200, { deliveries })
  if (path === 'channels/groups') return json(200, { groups })
  if (path.startsWith('channels/groups/')) {
    const { body } = server.calls[server.calls.length - 1]!
    groups = groups.map((one) => ({ ...one, speaking: body.speaking as Group['speaking'], name: String(body.name) }))
    return json(200, { group: groups[0] })
  }
  if (path === 'channels/deliveries/7/retry' && method === 'POST') {
    deliveries = []
    return new Response(null, { status: 204 })
  }
  if (path === 'session/links') return json(200, links)
  if (path === 'session/link-code')
    return json(200, { code: 'LK-ABCD2345', expires_at: new Date(Date.now() + 600_000).toISOString() })
  if (path === 'session/links/zalo_oa' && method === 'PUT') return json(200, { topics: [] })
  if (path === 'session/links/zalo_oa' && method === 'DELETE') {
    links = { ...links, links: [] }
    return new Response(null, { status: 204 })
  }
  return null
}

const part = (title: string): HTMLElement =>
  [...root.querySelectorAll<HTMLElement>('.part')].find((one) => one.querySelector('h2')?.textContent?.startsWith(title))!
const sent = (method: string, path: string): Record<string, unknown> | undefined =>
  server.calls.filter((call) => call.method === method && call.path === path).pop()?.body

beforeEach(() => {
  channels = {
    zalo_oa: {
      enabled: true,
      oa_id: '431865',
      webhook_url: 'https://cchc.example.vn/webhooks/zalo/oa',
      callback_url: 'https://cchc.example.vn/zalo/oa/callback',
      token: null,
      webhook: noTraffic,
      events: [],
    },
    zalo_bot: { enabled: false, mode: null },
  }
  deliveries = []
  groups = []
  links = { links: [], topics: ['cong-vu', 'mot-cua', 'rieng'] }
  server.override = answer
  server.user = { ...lan, role: 'administrator' }
})
afterEach(() => {
  vi.restoreAllMocks()
})

describe('the channels', () => {
  it('are reached with g k, and from the navigation', async () => {
    await start()
    await press('g')
    await press('k')
    expect(location.hash).toBe('#/channels')
    await press('?')
    expect(find('dialog').textContent).toContain('Về trang Kết nối')
    expect(find('.bar nav a[href="#/channels"]').textContent).toBe('Kết nối')
  })

  it('are described in plain words, with what to do', async () => {
    await start('#/channels')
    expect(part('Zalo OA').textContent).toContain('Chưa được cấp quyền, nên câu trả lời chưa gửi đi được.')
    expect(part('Zalo OA').textContent).toContain('Chưa nhận được tin nào từ Zalo.')
    expect(part('Zalo Bot').textContent).toContain('Chưa bật.')
  })

  it('say when they cannot be loaded, and are loaded again', async () => {
    server.override = (_, path) => (path === 'channels' ? json(503, { title: 'Đang bảo trì' }) : answer('GET', path))
    await start('#/channels')
    expect(find('[role=alert]').textContent).toContain('Đang bảo trì.')
    server.override = answer
    await click(named('Thử lại'))
    expect(part('Zalo OA').textContent).toContain('431865')
  })

  it('are granted access on the page of Zalo', async () => {
    const open = vi.spyOn(window, 'open').mockReturnValue(null)
    await start('#/channels')
    expect(part('Zalo OA').querySelector('details')?.open).toBe(true)
    await click(named('Cấp quyền cho Zalo OA'))
    expect(open).toHaveBeenCalledWith('https://oauth.zalo.example/permission?state=1', '_self')
  })

  it('say why access cannot be granted', async () => {
    const open = vi.spyOn(window, 'open').mockReturnValue(null)
    server.override = (method, path) =>
      path === 'channels/zalo_oa/consent' ? json(409, { title: 'Zalo OA chưa được bật' }) : answer(method, path)
    await start('#/channels')
    await click(named('Cấp quyền cho Zalo OA'))
    expect(part('Zalo OA').textContent).toContain('Zalo OA chưa được bật.')
    expect(open).not.toHaveBeenCalled()
  })

  it('cannot be granted access while the server does not know its address', async () => {
    channels.zalo_oa = { ...channels.zalo_oa, webhook_url: '', callback_url: '' }
    await start('#/channels')
    expect(named('Cấp quyền cho Zalo OA')?.disabled).toBe(true)
    expect(part('Zalo OA').textContent).toContain('public_url')
  })

  it('show the address of the webhook, to be copied where the browser allows it', async () => {
    const writeText = vi.fn().mockResolvedValueOnce(undefined).mockRejectedValueOnce(new Error('not allowed'))
    vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText } })
    await start('#/channels')
    const button = find('[aria-label="Chép địa chỉ webhook"]')
    await click(button)
    expect(writeText).toHaveBeenCalledWith(channels.zalo_oa.webhook_url)
    expect(button.textContent).toBe('Đã chép')
    await click(button)
    expect(part('Zalo OA').textContent).toContain('hãy chọn và chép bằng tay')
    vi.unstubAllGlobals()
  })

  it('count refused signatures and the sorts of events', async () => {
    const last_refused = '2026-11-24T03:00:00.000Z'
    channels.zalo_oa.webhook = { ...noTraffic, refused: 4, last_refused, variant: 'mac=' }
    const last_at = '2026-11-24T02:00:00.000Z'
    channels.zalo_oa.events = [{ name: 'user_send_sticker', outcome: 'ignored', reason: 'no words', count: 12, last_at }]
    await start('#/channels')
    expect(find('.findings').textContent).toContain('sai chữ ký nên bị từ chối: 4 lần')
    expect(part('Zalo OA').textContent).toContain('4 sai chữ ký')
    expect(find('table').textContent).toMatch(/user_send_sticker.*Bỏ qua: no words.*12/)
  })

  it('leave to administrators what only they may do', async () => {
    server.user = lan
    await start('#/channels')
    expect(part('Zalo OA').textContent).toContain('Chưa được cấp quyền')
    expect(named('Cấp quyền cho Zalo OA')).toBeUndefined()
    expect(part('Nhóm Zalo')).toBeUndefined()
    expect(server.calls.some((call) => call.path === 'channels/groups')).toBe(false)
    expect(part('Zalo của tôi')).toBeDefined()
  })
})

describe('replies that did not arrive', () => {
  it('are named with the reason, what to do and their ticket, never as markup', async () => {
    deliveries = [delivery, { ...delivery, id: 8, finished: false, ticket: null }]
    await start('#/channels')
    const rows = [...part('Tin chưa gửi được').querySelectorAll('li')]
    expect(rows[0]?.textContent).toContain('Người hỏi không nhận tin của Official Account.')
    expect(rows[0]?.textContent).toContain('Liên hệ người hỏi bằng cách khác.')
    expect(rows[0]?.querySelector('blockquote')?.textContent).toBe(delivery.text)
    expect(rows[0]?.querySelector('a')?.getAttribute('href')).toBe('#/all/1002')
    expect(rows[0]?.querySelector('button')?.getAttribute('aria-label')).toContain('Gửi lại: Nộp tại')
    expect(rows[1]?.querySelector('button, a')).toBeNull()
  })

  it('are sent again with one press', async () => {
    deliveries = [delivery]
    await start('#/channels')
    await click(named('Gửi lại'))
    expect(sent('POST', 'channels/deliveries/7/retry')).toBeDefined()
    expect(part('Tin chưa gửi được').textContent).toContain('Đã xếp tin vào hàng đợi gửi.')
    expect(part('Tin chưa gửi được').textContent).toContain('Mọi tin đều đã gửi được.')
  })

  it('say so when a colleague was first, and show the list as it is now', async () => {
    deliveries = [delivery]
    await start('#/channels')
    server.override = (method, path) =>
      path.endsWith('/retry') ? json(404, { title: 'Không có tin này' }) : answer(method, path)
    deliveries = []
    await click(named('Gửi lại'))
    expect(part('Tin chưa gửi được').textContent).toContain('Không có tin này.')
    expect(part('Tin chưa gửi được').querySelector('li')).toBeNull()
  })
})

describe('one\'s own Zalo account', () => {
  const link = { channel: 'zalo_oa', display_name: 'Lan Nguyễn', topics: ['mot-cua'], linked_at: '2026-11-24T03:00:00.000Z' }

  it('is linked with a code that is written to the account', async () => {
    await start('#/channels')
    await click(named('Lấy mã nối'))
    expect(find('.issued').textContent).toContain('Nhắn mã này cho Zalo OA')
    expect(find('.issued code').textContent).toBe('LK-ABCD2345')
    links = { ...links, links: [link] }
    await click(named('Tôi đã nhắn mã'))
    expect(part('Zalo của tôi').textContent).toContain('Zalo OA: Lan Nguyễn')
    expect(root.querySelector('.issued')).toBeNull()
  })

  it('is noticed by itself once the code has arrived', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    await start('#/channels')
    await click(named('Lấy mã nối'))
    links = { ...links, links: [link] }
    vi.advanceTimersByTime(4000)
    await settle()
    expect(part('Zalo của tôi').textContent).toContain('Đã nối')
  })

  it('is told of chosen topics; those of other knowledge bases keep their names', async () => {
    links = { ...links, links: [{ ...link, topics: ['mot-cua', 'da-bo'] }] }
    await start('#/channels')
    const choices = [...root.querySelectorAll<HTMLInputElement>('fieldset input')]
    expect(choices.map((one) => [one.closest('label')?.textContent, one.checked])).toEqual([
      ['Công vụ, công chức', false],
      ['Một cửa, một cửa liên thông', true],
      ['rieng', false],
      ['da-bo', true],
    ])
    await click(choices[0])
    await click(choices[3])
    await click(named('Lưu lĩnh vực'))
    expect(sent('PUT', 'session/links/zalo_oa')).toEqual({ topics: ['mot-cua', 'cong-vu'] })
    expect(part('Zalo của tôi').textContent).toContain('Đã lưu.')
  })

  it('is unlinked after a question', async () => {
    links = { ...links, links: [link] }
    const asked = vi.spyOn(window, 'confirm').mockReturnValueOnce(false).mockReturnValueOnce(true)
    await start('#/channels')
    await click(named('Bỏ nối'))
    expect(links.links).toHaveLength(1)
    await click(named('Bỏ nối'))
    expect(asked).toHaveBeenCalledTimes(2)
    expect(named('Lấy mã nối')).toBeDefined()
  })

  it('cannot be linked where no channel is switched on', async () => {
    channels.zalo_oa.enabled = false
    await start('#/channels')
    expect(named('Lấy mã nối')).toBeUndefined()
    expect(part('Zalo của tôi').textContent).toContain('Chưa có kênh Zalo nào được bật.')
  })
})

describe('groups', () => {
  const group: Group = { channel: 'zalo_oa', id: 'g/1', name: 'Tổ một cửa', gone: false, speaking: 'when_addressed' }
  const choose = async (speaking: string): Promise<void> => {
    const select = find<HTMLSelectElement>('select')
    select.value = speaking
    select.dispatchEvent(new Event('change', { bubbles: true }))
    await settle()
  }

  it('have a choice of when the bot speaks', async () => {
    groups = [group]
    await start('#/channels')
    await choose('silent')
    expect(sent('PUT', 'channels/groups/zalo_oa/g%2F1')).toEqual({ speaking: 'silent', name: 'Tổ một cửa' })
    expect(part('Nhóm Zalo').textContent).toContain('Đã lưu.')
  })

  it('are named by hand where the channel tells no name', async () => {
    groups = [{ ...group, name: '' }]
    await start('#/channels')
    await click(named('Lưu tên'))
    expect(sent('PUT', 'channels/groups/zalo_oa/g%2F1')).toBeUndefined()
    await write('.naming input', '  Tổ một cửa ')
    find<HTMLFormElement>('.naming').requestSubmit()
    await settle()
    expect(sent('PUT', 'channels/groups/zalo_oa/g%2F1')).toEqual({ speaking: 'when_addressed', name: 'Tổ một cửa' })
    expect(part('Nhóm Zalo').querySelector('strong')?.textContent).toBe('Tổ một cửa')
    expect(root.querySelector('.naming')).toBeNull()
  })

  it('stay as they are when that cannot be saved', async () => {
    groups = [group]
    await start('#/channels')
    server.override = (method, path) => (method === 'PUT' ? json(503, { title: 'Máy chủ bận' }) : answer(method, path))
    await choose('silent')
    expect(find<HTMLSelectElement>('select').value).toBe('when_addressed')
    expect(part('Nhóm Zalo').textContent).toContain('Chưa lưu được. Máy chủ bận.')
  })

  it('that the account has left are not set any more', async () => {
    groups = [{ ...group, gone: true, name: '' }]
    await start('#/channels')
    expect(part('Nhóm Zalo').textContent).toContain('Nhóm chưa rõ tên (g/1)')
    expect(find<HTMLSelectElement>('select').disabled).toBe(true)
  })

  it('say so when there are none', async () => {
    await start('#/channels')
    expect(part('Nhóm Zalo').textContent).toContain('Chưa có nhóm nào.')
  })
})
