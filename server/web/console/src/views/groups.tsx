// When the bot speaks in the groups that it is in; for administrators.

import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { messageOf } from '../api.ts'
import { speakingNames } from '../channel-texts.ts'
import type { Group, Speaking } from '../channel-types.ts'
import type { Store } from '../store.ts'
import { Loading, useLoaded } from './loaded.tsx'

const ways = Object.keys(speakingNames) as Speaking[]

export function Groups({ store }: { store: Store }): JSX.Element {
  const groups = useLoaded(() => store.api.groups())
  return (
    <section class="card part" aria-labelledby="groups-title">
      <h2 id="groups-title">Nhóm Zalo</h2>
      <Loading of={groups}>
        {groups.value?.length === 0 && (
          <p class="muted">
            Chưa có nhóm nào. Mời Official Account vào một nhóm Zalo; nhóm hiện ở đây sau tin nhắn đầu tiên.
          </p>
        )}
        <ul class="groups">
          {groups.value?.map((group) => (
            <GroupRow key={`${group.channel}/${group.id}`} store={store} group={group} />
          ))}
        </ul>
      </Loading>
    </section>
  )
}

function GroupRow({ store, group }: { store: Store; group: Group }): JSX.Element {
  const [shown, setShown] = useState(group)
  const [name, setName] = useState('')
  const [note, setNote] = useState('')
  const [failure, setFailure] = useState('')
  const change = async (wanted: Group): Promise<void> => {
    const before = shown
    setShown({ ...before, speaking: wanted.speaking })
    setNote('')
    setFailure('')
    try {
      setShown(await store.api.changeGroup(wanted))
      setNote('Đã lưu.')
    } catch (problem) {
      setShown(before)
      setFailure(`Chưa lưu được. ${messageOf(problem)}`)
    }
  }
  const saveName = (event: Event): void => {
    event.preventDefault()
    if (name.trim() !== '') void change({ ...shown, name: name.trim() })
  }
  return (
    <li>
      <label>
        <span class="line">
          <strong>{shown.name === '' ? `Nhóm chưa rõ tên (${shown.id})` : shown.name}</strong>
          {shown.gone && <span class="tag">OA không còn trong nhóm</span>}
        </span>
        <span class="muted small">Bot trả lời trong nhóm này:</span>
        <select
          value={shown.speaking}
          disabled={shown.gone}
          onChange={(event) => void change({ ...shown, speaking: event.currentTarget.value as Speaking })}
        >
          {ways.map((way) => (
            <option key={way} value={way}>
              {speakingNames[way]}
            </option>
          ))}
        </select>
      </label>
      {shown.name === '' && !shown.gone && (
        <form class="naming" onSubmit={saveName}>
          <label>
            Zalo không cho biết tên nhóm; đặt tên để dễ nhận ra
            <input maxLength={60} value={name} onInput={(event) => setName(event.currentTarget.value)} />
          </label>
          <button type="submit">Lưu tên</button>
        </form>
      )}
      <p class="small" role="status">
        {note}
      </p>
      <p class="error small" role="alert">
        {failure}
      </p>
    </li>
  )
}
