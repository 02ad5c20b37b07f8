// How the channels are, one's own account there, groups, and replies that did not arrive.

import type { JSX } from 'preact'
import { findingOfBot, findingsOfOa, type Finding, type Health } from '../channel-health.ts'
import type { Store } from '../store.ts'
import { Deliveries } from './deliveries.tsx'
import { Groups } from './groups.tsx'
import { Loading, useLoaded } from './loaded.tsx'
import { OwnLinks } from './own-links.tsx'
import { Consent, WebhookAddress, WebhookNumbers } from './zalo-oa.tsx'

const healthNames: Record<Health, string> = {
  good: 'Tốt',
  attention: 'Cần chú ý',
  bad: 'Có lỗi',
  off: 'Tắt',
}

export function ChannelsPage({ store }: { store: Store }): JSX.Element {
  const channels = useLoaded(() => store.api.channels())
  const { value } = channels
  const isAdministrator = store.user?.role === 'administrator'
  return (
    <main class="channels">
      <div class="page">
        <h1>Kết nối</h1>
        <Loading of={channels}>
          {value !== null && (
            <>
              <section class="card part" aria-labelledby="oa-title">
                <header>
                  <h2 id="oa-title">Zalo OA</h2>
                  <button type="button" onClick={() => void channels.load()}>
                    Kiểm tra lại
                  </button>
                </header>
                {value.zalo_oa.oa_id !== '' && <p class="muted small">Mã OA: {value.zalo_oa.oa_id}</p>}
                <Findings findings={findingsOfOa(value.zalo_oa)} />
                {isAdministrator && value.zalo_oa.enabled && (
                  <>
                    <Consent store={store} oa={value.zalo_oa} />
                    <WebhookAddress oa={value.zalo_oa} />
                    <WebhookNumbers oa={value.zalo_oa} />
                  </>
                )}
              </section>
              <section class="card part" aria-labelledby="bot-title">
                <h2 id="bot-title">Zalo Bot</h2>
                <Findings findings={[findingOfBot(value.zalo_bot)]} />
              </section>
            </>
          )}
        </Loading>
        <Deliveries store={store} />
        <OwnLinks store={store} channels={value} />
        {isAdministrator && <Groups store={store} />}
      </div>
    </main>
  )
}

function Findings({ findings }: { findings: Finding[] }): JSX.Element {
  return (
    <ul class="findings">
      {findings.map(({ about, health, sentence, advice }) => (
        <li key={about}>
          <span class={`tag ${health}`}>{healthNames[health]}</span>
          <div>
            <p>
              {findings.length > 1 && <strong>{about}: </strong>}
              {sentence}
            </p>
            {advice !== '' && <p class={health === 'off' ? 'muted' : 'advice'}>{advice}</p>}
          </div>
        </li>
      ))}
    </ul>
  )
}
