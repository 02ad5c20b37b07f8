// One's own Zalo account: linking it with a code, of which tickets to be told there, and unlinking it.

import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { formatTime } from '@reformdesk/shared/dates'
import { messageOf } from '../api.ts'
import { topicName } from '../channel-texts.ts'
import type { Channels, Link, LinkCode } from '../channel-types.ts'
import type { Store } from '../store.ts'
import { channelNames } from '../texts.ts'
import { CopyButton } from './copy-button.tsx'
import { Loading, useLoaded, type Loaded } from './loaded.tsx'

const lookAgain = 4000

export function OwnLinks({ store, channels }: { store: Store; channels: Channels | null }): JSX.Element {
  const loaded = useLoaded(() => store.api.links())
  const links = loaded.value?.links ?? []
  const names = namesOf(channels)
  return (
    <section class="card part" aria-labelledby="links-title">
      <h2 id="links-title">Zalo của tôi</h2>
      <p class="small">
        Nối tài khoản Zalo của anh/chị để được báo phiếu mới và trả lời phiếu ngay trong Zalo, bằng cách nhắn “#số phiếu
        câu trả lời”.
      </p>
      <Loading of={loaded}>
        <ul class="links">
          {links.map((link) => (
            <LinkRow
              key={`${link.channel} ${link.linked_at}`}
              store={store}
              link={link}
              topics={[...new Set([...(loaded.value?.topics ?? []), ...link.topics])]}
              onRemoved={() => void loaded.load()}
            />
          ))}
        </ul>
        {names !== '' ? (
          <NewLink
            key={links.map((link) => link.linked_at).join()}
            store={store}
            names={names}
            loaded={loaded}
            isFirst={links.length === 0}
          />
        ) : (
          channels !== null && links.length === 0 && <p class="muted">Chưa có kênh Zalo nào được bật.</p>
        )}
      </Loading>
    </section>
  )
}

/** To whom a code is written; empty while there is nobody. */
function namesOf(channels: Channels | null): string {
  const enabled = [
    channels?.zalo_oa.enabled === true ? 'Zalo OA' : '',
    channels?.zalo_bot.enabled === true ? 'Zalo Bot' : '',
  ]
  return enabled.filter((name) => name !== '').join(' hoặc ')
}

function NewLink(props: {
  store: Store
  names: string
  loaded: Loaded<unknown>
  isFirst: boolean
}): JSX.Element {
  const { store, names, loaded, isFirst } = props
  const [code, setCode] = useState<LinkCode | null>(null)
  const [failure, setFailure] = useState('')
  const make = async (): Promise<void> => {
    setFailure('')
    try {
      setCode(await store.api.makeLinkCode())
    } catch (problem) {
      setFailure(messageOf(problem))
    }
  }
  // The code is written elsewhere: a link that appears means that it has arrived.
  useEffect(() => {
    if (code === null) return
    const timer = setInterval(() => {
      if (new Date(code.expires_at) <= new Date()) setCode(null)
      else void loaded.load()
    }, lookAgain)
    return () => clearInterval(timer)
  }, [code])
  return (
    <div class="new-link">
      {code === null ? (
        <button type="button" class={isFirst ? 'primary' : ''} onClick={() => void make()}>
          {isFirst ? 'Lấy mã nối' : 'Nối tài khoản Zalo khác'}
        </button>
      ) : (
        <div class="issued" role="status">
          <p>Nhắn mã này cho {names}, từ tài khoản Zalo của anh/chị:</p>
          <p class="secret">
            <code>{code.code}</code>
          </p>
          <div class="buttons">
            <CopyButton text={code.code} what="mã nối" />
            <button type="button" onClick={() => void loaded.load()}>
              Tôi đã nhắn mã
            </button>
          </div>
          <p class="small">
            Mã dùng một lần, đến {formatTime(code.expires_at)}. Không gửi mã cho ai khác: ai nhắn mã này sẽ trả lời phiếu
            dưới tên anh/chị.
          </p>
        </div>
      )}
      <p class="error" role="alert">
        {failure}
      </p>
    </div>
  )
}

function LinkRow(props: { store: Store; link: Link; topics: string[]; onRemoved(): void }): JSX.Element {
  const { store, link, topics, onRemoved } = props
  const [chosen, setChosen] = useState(link.topics)
  const [note, setNote] = useState('')
  const [failure, setFailure] = useState('')
  const act = async (action: () => Promise<void>, done: string): Promise<void> => {
    setNote('')
    setFailure('')
    try {
      await action()
      setNote(done)
    } catch (problem) {
      setFailure(messageOf(problem))
    }
  }
  const toggle = (topic: string): void =>
    setChosen((before) => (before.includes(topic) ? before.filter((one) => one !== topic) : [...before, topic]))
  const remove = (): void => {
    if (!confirm('Bỏ nối tài khoản Zalo này? Từ đó phiếu mới không còn được báo qua Zalo.')) return
    void act(async () => {
      await store.api.removeLink(link.channel)
      onRemoved()
    }, '')
  }
  const name = channelNames[link.channel] ?? link.channel
  return (
    <li>
      <p class="line">
        <strong>
          {name}
          {link.display_name !== '' && `: ${link.display_name}`}
        </strong>
        <span class="tag good">Đã nối</span>
        <time dateTime={link.linked_at}>{formatTime(link.linked_at)}</time>
      </p>
      {topics.length > 0 && (
        <fieldset>
          <legend>Báo cho tôi phiếu thuộc lĩnh vực</legend>
          <p class="muted small">Không chọn lĩnh vực nào nghĩa là mọi phiếu.</p>
          <div class="choices">
            {topics.map((topic) => (
              <label key={topic} class="check">
                <input type="checkbox" checked={chosen.includes(topic)} onChange={() => toggle(topic)} />
                {topicName(topic)}
              </label>
            ))}
          </div>
        </fieldset>
      )}
      <div class="buttons">
        {topics.length > 0 && (
          <button
            type="button"
            class="primary"
            onClick={() => void act(() => store.api.changeLinkTopics(link.channel, chosen), 'Đã lưu.')}
          >
            Lưu lĩnh vực
          </button>
        )}
        <button type="button" class="danger" onClick={remove}>
          Bỏ nối
        </button>
        <span class="small" role="status">
          {note}
        </span>
      </div>
      <p class="error" role="alert">
        {failure}
      </p>
    </li>
  )
}
