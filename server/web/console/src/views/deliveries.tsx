// Replies that did not reach their askers.

import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { formatTime } from '@reformdesk/shared/dates'
import { ApiError, messageOf } from '../api.ts'
import type { FailedDelivery } from '../channel-types.ts'
import { formatRoute } from '../router.ts'
import type { Store } from '../store.ts'
import { channelNames } from '../texts.ts'
import { Loading, useLoaded } from './loaded.tsx'

export function Deliveries({ store }: { store: Store }): JSX.Element {
  const deliveries = useLoaded(() => store.api.deliveries())
  const [done, setDone] = useState('')
  const [failure, setFailure] = useState('')
  const [busy, setBusy] = useState(0)
  const retry = async (delivery: FailedDelivery): Promise<void> => {
    if (busy !== 0) return
    setBusy(delivery.id)
    setFailure('')
    setDone('')
    try {
      await store.api.retryDelivery(delivery.id)
      setDone('Đã xếp tin vào hàng đợi gửi. Nếu lại không gửi được, tin sẽ trở lại đây.')
      await deliveries.load()
    } catch (problem) {
      setFailure(messageOf(problem))
      if (problem instanceof ApiError && problem.status === 404) await deliveries.load()
    }
    setBusy(0)
  }
  const list = deliveries.value ?? []
  return (
    <section class="card part" aria-labelledby="deliveries-title">
      <header>
        <h2 id="deliveries-title">
          Tin chưa gửi được {list.length > 0 && <span class="count">{list.length}</span>}
        </h2>
        <button type="button" onClick={() => void deliveries.load()}>
          Tải lại
        </button>
      </header>
      <p class="small" role="status">
        {done}
      </p>
      <p class="error" role="alert">
        {failure}
      </p>
      <Loading of={deliveries}>
        {list.length === 0 && <p class="muted">Mọi tin đều đã gửi được.</p>}
        <ul class="deliveries">
          {list.map((delivery) => (
            <li key={delivery.id}>
              <p class="line">
                <strong>{delivery.problem}</strong>
                <time dateTime={delivery.created_at}>{formatTime(delivery.created_at)}</time>
              </p>
              <p>{delivery.advice}</p>
              <blockquote class="clip-lines">{delivery.text}</blockquote>
              <p class="muted small">
                {channelNames[delivery.channel] ?? delivery.channel} · đã thử {delivery.attempts} lần
                {delivery.detail !== '' && ` · ${delivery.detail}`}
              </p>
              <div class="buttons">
                {delivery.finished && (
                  <button
                    type="button"
                    aria-label={`Gửi lại: ${delivery.text.slice(0, 60)}`}
                    aria-busy={busy === delivery.id}
                    onClick={() => void retry(delivery)}
                  >
                    Gửi lại
                  </button>
                )}
                {delivery.ticket !== null && (
                  <a href={formatRoute({ page: 'ticket', tab: 'all', number: delivery.ticket })}>
                    Mở phiếu #{delivery.ticket}
                  </a>
                )}
              </div>
            </li>
          ))}
        </ul>
      </Loading>
    </section>
  )
}
