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
  const [speaking, setSpeaking] = useState(group.speaking)
  const [note, setNote] = useState('')
  const [failure, setFailure] = useState('')
  const change = async (wanted: Speaking): Promise<void> => {
    const before = speaking
    setSpeaking(wanted)
    setNote('')
    setFailure('')
    try {
      setSpeaking((await store.api.changeGroup(group, wanted)).speaking)
      setNote('Đã lưu.')
    } catch (problem) {
      setSpeaking(before)
      setFailure(`Chưa lưu được. ${messageOf(problem)}`)
    }
  }
  return (
    <li>
      <label>
        <span class="line">
          <strong>{group.name === '' ? `Nhóm chưa rõ tên (${group.id})` : group.name}</strong>
          {group.gone && <span class="tag">OA không còn trong nhóm</span>}
        </span>
        <span class="muted small">Bot trả lời trong nhóm này:</span>
        <select
          value={speaking}
          disabled={group.gone}
          onChange={(event) => void change(event.currentTarget.value as Speaking)}
        >
          {ways.map((way) => (
            <option key={way} value={way}>
              {speakingNames[way]}
            </option>
          ))}
        </select>
      </label>
      <p class="small" role="status">
        {note}
      </p>
      <p class="error small" role="alert">
        {failure}
      </p>
    </li>
  )
}
