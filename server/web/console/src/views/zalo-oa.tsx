// What an administrator sets up for the Official Account: access, the webhook, and what came through it.

import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { formatTime } from '@reformdesk/shared/dates'
import { messageOf } from '../api.ts'
import { outcomeNames } from '../channel-texts.ts'
import type { ZaloOa } from '../channel-types.ts'
import type { Store } from '../store.ts'
import { CopyButton } from './copy-button.tsx'

const noAddress = 'Máy chủ chưa biết địa chỉ của mình: điền public_url của mục [server] trong tệp cấu hình rồi khởi động lại.'

export function Consent({ store, oa }: { store: Store; oa: ZaloOa }): JSX.Element {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState('')
  const begin = async (): Promise<void> => {
    if (busy) return
    setBusy(true)
    setError('')
    try {
      open(await store.api.beginConsent(), '_self')
    } catch (failure) {
      setError(messageOf(failure))
    }
    setBusy(false)
  }
  // Folded away where nobody needs it.
  const needed = oa.token === null || oa.token.state === 'needs_operator' || oa.token.detail !== ''
  return (
    <details open={needed}>
      <summary>Cấp quyền gửi tin</summary>
      <ol class="steps">
        <li>Trên trình duyệt này, đăng nhập Zalo bằng tài khoản quản trị viên của Official Account.</li>
        <li>
          Trên developers.zalo.me, mở ứng dụng, mục Official Account, Thiết lập chung, và khai báo Callback URL:
          <Address url={oa.callback_url} what="địa chỉ callback" />
        </li>
        <li>Bấm nút dưới đây, chọn Official Account và đồng ý trên trang của Zalo trong vòng 10 phút.</li>
        <li>Zalo đưa anh/chị trở lại trang báo kết quả; từ đó quay về trang này.</li>
      </ol>
      <button type="button" class="primary" disabled={busy || oa.callback_url === ''} onClick={() => void begin()}>
        {busy ? 'Đang mở trang của Zalo…' : 'Cấp quyền cho Zalo OA'}
      </button>
      <p class="error" role="alert">
        {error}
      </p>
    </details>
  )
}

export function WebhookAddress({ oa }: { oa: ZaloOa }): JSX.Element {
  return (
    <div>
      <h3>Địa chỉ webhook</h3>
      <p class="small">Khai báo trên developers.zalo.me, mục Webhook của ứng dụng, để Zalo chuyển tin nhắn tới đây.</p>
      <Address url={oa.webhook_url} what="địa chỉ webhook" />
    </div>
  )
}

function Address({ url, what }: { url: string; what: string }): JSX.Element {
  if (url === '') return <p class="advice">{noAddress}</p>
  return (
    <div class="buttons address">
      <code>{url}</code>
      <CopyButton text={url} what={what} />
    </div>
  )
}

export function WebhookNumbers({ oa: { webhook, events } }: { oa: ZaloOa }): JSX.Element {
  const numbers: [string, number, string | null][] = [
    ['Đã nhận', webhook.accepted, webhook.last_accepted],
    ['Zalo gửi lặp, đã bỏ qua', webhook.repeated, null],
    ['Lần Zalo thử địa chỉ', webhook.probes, null],
    ['Bị từ chối vì sai chữ ký', webhook.refused, webhook.last_refused],
    ['Tạm hoãn vì máy chủ bận, Zalo gửi lại sau', webhook.busy, null],
  ]
  return (
    <details>
      <summary>
        Số liệu nhận tin{webhook.refused > 0 && <span class="tag warn">{webhook.refused} sai chữ ký</span>}
      </summary>
      <p class="muted small">Tính từ khi máy chủ khởi động.</p>
      <dl class="numbers">
        {numbers.map(([name, count, last]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {count}
              {last !== null && <span class="muted">, gần nhất {formatTime(last)}</span>}
            </dd>
          </div>
        ))}
        {webhook.variant !== '' && (
          <div>
            <dt>Cách ký đang dùng</dt>
            <dd>
              <code>{webhook.variant}</code>
            </dd>
          </div>
        )}
      </dl>
      {events.length > 0 && (
        <div class="wide" tabIndex={0} role="region" aria-label="Sự kiện từ Zalo">
          <table>
            <thead>
              <tr>
                <th scope="col">Sự kiện</th>
                <th scope="col">Kết quả</th>
                <th scope="col">Số lần</th>
                <th scope="col">Gần nhất</th>
              </tr>
            </thead>
            <tbody>
              {events.map((event) => (
                <tr key={`${event.name} ${event.outcome} ${event.reason}`}>
                  <td>{event.name}</td>
                  <td>
                    {outcomeNames[event.outcome] ?? event.outcome}
                    {event.reason !== '' && <span class="muted">: {event.reason}</span>}
                  </td>
                  <td>{event.count}</td>
                  <td>{formatTime(event.last_at)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  )
}
