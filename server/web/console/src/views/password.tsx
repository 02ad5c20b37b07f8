import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { utf8Length } from '@reformdesk/shared/protocol'
import { ApiError, messageOf } from '../api.ts'
import type { Store } from '../store.ts'
import { passwordProblems } from '../texts.ts'

const shortest = 10
const longestBytes = 128

/** What is wrong with a new password, as far as the browser can tell; empty when nothing. */
export function passwordProblem(current: string, next: string, again: string, name: string): string {
  if ([...next].length < shortest) return passwordProblems.too_short!
  if (utf8Length(next) > longestBytes) return passwordProblems.too_long!
  if (next.toLowerCase() === name.toLowerCase()) return passwordProblems.same_as_name!
  if (next === current) return passwordProblems.same_as_current!
  return next === again ? '' : 'Hai lần nhập mật khẩu mới chưa giống nhau.'
}

function Field(props: {
  label: string
  name: string
  autocomplete: string
  value: string
  describedBy?: string
  onChange(value: string): void
}): JSX.Element {
  return (
    <label>
      {props.label}
      <input
        type="password"
        required
        name={props.name}
        autocomplete={props.autocomplete}
        aria-describedby={props.describedBy}
        value={props.value}
        onInput={(event) => props.onChange(event.currentTarget.value)}
      />
    </label>
  )
}

export function Password({ store, forced }: { store: Store; forced: boolean }): JSX.Element {
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [again, setAgain] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState('')
  const [done, setDone] = useState(false)
  const name = store.user?.name ?? ''

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    const problem = passwordProblem(current, next, again, name)
    setError(problem)
    if (problem !== '' || busy) return
    setBusy(true)
    try {
      await store.api.changePassword(current, next)
      setDone(true)
      setCurrent('')
      setNext('')
      setAgain('')
      store.passwordChanged()
    } catch (failure) {
      const code = failure instanceof ApiError ? failure.code : ''
      setError(passwordProblems[code] ?? messageOf(failure))
    }
    setBusy(false)
  }

  return (
    <main class="middle">
      <form class="card login" onSubmit={(event) => void submit(event)}>
        <h1>{forced ? 'Đặt mật khẩu mới' : 'Đổi mật khẩu'}</h1>
        {forced && <p>Bạn đang dùng mật khẩu dùng một lần. Đặt mật khẩu của riêng bạn để tiếp tục.</p>}
        <input type="text" name="username" autocomplete="username" value={name} readOnly hidden />
        <Field
          label={forced ? 'Mật khẩu dùng một lần' : 'Mật khẩu hiện tại'}
          name="current"
          autocomplete="current-password"
          value={current}
          onChange={setCurrent}
        />
        <Field
          label="Mật khẩu mới"
          name="new"
          autocomplete="new-password"
          describedBy="password-rules"
          value={next}
          onChange={setNext}
        />
        <Field label="Nhập lại mật khẩu mới" name="again" autocomplete="new-password" value={again} onChange={setAgain} />
        <ul id="password-rules" class="muted small">
          <li>Ít nhất {shortest} ký tự; một câu dài dễ nhớ là tốt nhất.</li>
          <li>Không trùng với tên đăng nhập và khác mật khẩu hiện tại.</li>
        </ul>
        <p class="error" role="alert">
          {error}
        </p>
        {done && <p role="status">Đã đổi mật khẩu.</p>}
        <button type="submit" class="primary" disabled={busy}>
          {busy ? 'Đang lưu…' : 'Lưu mật khẩu'}
        </button>
        {forced ? (
          <button type="button" onClick={() => void store.api.logout().then(() => store.loggedOut(), () => setError('Chưa đăng xuất được.'))}>
            Đăng xuất
          </button>
        ) : (
          <a href="#/open">Về danh sách phiếu</a>
        )}
      </form>
    </main>
  )
}
