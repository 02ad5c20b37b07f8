import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { messageOf } from '../api.ts'
import type { Store } from '../store.ts'
import { appName } from '../texts.ts'

export function Login({ store }: { store: Store }): JSX.Element {
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState('')

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    setError('')
    try {
      store.loggedIn(await store.api.login(name.trim(), password))
    } catch (failure) {
      setError(messageOf(failure))
      setBusy(false)
    }
  }

  return (
    <main class="middle">
      <form class="card login" onSubmit={(event) => void submit(event)}>
        <h1>{appName}</h1>
        <p class="muted">Hỏi đáp cải cách hành chính</p>
        <label>
          Tên đăng nhập
          <input
            name="name"
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            required
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <label>
          Mật khẩu
          <input
            name="password"
            type="password"
            autocomplete="current-password"
            required
            value={password}
            onInput={(event) => setPassword(event.currentTarget.value)}
          />
        </label>
        <p class="error" role="alert">
          {error}
        </p>
        <button type="submit" class="primary" disabled={busy}>
          {busy ? 'Đang đăng nhập…' : 'Đăng nhập'}
        </button>
        <p class="muted small">Quên mật khẩu? Nhờ quản trị viên cấp lại mật khẩu dùng một lần.</p>
      </form>
    </main>
  )
}
