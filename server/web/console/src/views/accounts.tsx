// Accounts, for administrators.

import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { messageOf } from '../api.ts'
import type { Store } from '../store.ts'
import { roleNames } from '../texts.ts'
import type { Account, Role } from '../types.ts'

interface OneTimePassword {
  name: string
  password: string
}

export function Accounts({ store }: { store: Store }): JSX.Element {
  const [accounts, setAccounts] = useState<Account[] | null>(null)
  const [error, setError] = useState('')
  const [issued, setIssued] = useState<OneTimePassword | null>(null)

  const load = async (): Promise<void> => {
    try {
      setAccounts(await store.api.accounts())
      setError('')
    } catch (failure) {
      setError(messageOf(failure))
    }
  }
  useEffect(() => void load(), [store])

  const change = async (action: () => Promise<OneTimePassword | null>): Promise<boolean> => {
    setError('')
    try {
      setIssued(await action())
      await load()
      return true
    } catch (failure) {
      setError(messageOf(failure))
      return false
    }
  }

  const reset = (account: Account): void => {
    const question = `Cấp mật khẩu mới cho ${account.display_name}? Mật khẩu cũ và các phiên đang mở sẽ hết hiệu lực.`
    if (!confirm(question)) return
    void change(async () => ({ name: account.name, password: await store.api.resetAccount(account.name) }))
  }
  const disable = (account: Account): void => {
    if (!account.disabled && !confirm(`Khóa tài khoản của ${account.display_name}?`)) return
    void change(async () => {
      await store.api.disableAccount(account.name, !account.disabled)
      return null
    })
  }

  return (
    <main class="page">
      <h1>Tài khoản</h1>
      <p class="error" role="alert">
        {error}
      </p>
      {issued !== null && <Issued issued={issued} onClose={() => setIssued(null)} />}
      {accounts === null && error === '' && <p class="muted">Đang tải…</p>}
      {accounts === null && error !== '' && (
        <button type="button" onClick={() => void load()}>
          Thử lại
        </button>
      )}
      {accounts !== null && (
        <ul class="accounts">
          {accounts.map((account) => (
            <li key={account.name} class="card">
              <div>
                <strong>{account.display_name}</strong> <span class="muted">{account.name}</span>
                <p class="muted small">
                  {roleNames[account.role]}
                  {account.disabled && ' · Đã khóa'}
                  {!account.disabled && account.must_change_password && ' · Chưa đặt mật khẩu riêng'}
                </p>
              </div>
              {account.name !== store.user?.name && (
                <div class="buttons">
                  <button type="button" onClick={() => reset(account)}>
                    Cấp lại mật khẩu
                  </button>
                  <button type="button" onClick={() => disable(account)}>
                    {account.disabled ? 'Mở khóa' : 'Khóa'}
                  </button>
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
      <AddAccount
        onAdd={(name, displayName, role) =>
          change(async () => {
            const added = await store.api.addAccount(name, displayName, role)
            return { name: added.account.name, password: added.one_time_password }
          })
        }
      />
    </main>
  )
}

function Issued({ issued, onClose }: { issued: OneTimePassword; onClose(): void }): JSX.Element {
  const box = useRef<HTMLDivElement>(null)
  const [copied, setCopied] = useState(false)
  useEffect(() => box.current?.focus(), [issued])
  return (
    <div class="issued" role="alert" tabIndex={-1} ref={box}>
      <p>
        Mật khẩu dùng một lần của <strong>{issued.name}</strong>:
      </p>
      <p class="secret">
        <code>{issued.password}</code>
      </p>
      <p class="small">Chỉ hiện một lần. Hãy trao tận tay; người dùng phải đổi mật khẩu khi đăng nhập lần đầu.</p>
      <div class="buttons">
        <button
          type="button"
          onClick={() => void navigator.clipboard?.writeText(issued.password).then(() => setCopied(true))}
        >
          {copied ? 'Đã chép' : 'Chép'}
        </button>
        <button type="button" onClick={onClose}>
          Đã lưu, ẩn đi
        </button>
      </div>
    </div>
  )
}

function AddAccount(props: {
  onAdd(name: string, displayName: string, role: Role): Promise<boolean>
}): JSX.Element {
  const [name, setName] = useState('')
  const [displayName, setDisplayName] = useState('')
  const [role, setRole] = useState<Role>('expert')
  const [busy, setBusy] = useState(false)
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    if (await props.onAdd(name.trim(), displayName.trim(), role)) {
      setName('')
      setDisplayName('')
      setRole('expert')
    }
    setBusy(false)
  }
  return (
    <form class="card add" onSubmit={(event) => void submit(event)}>
      <h2>Thêm tài khoản</h2>
      <label>
        Tên đăng nhập
        <input
          required
          pattern="[a-z0-9._\-]{3,64}"
          title="3 đến 64 ký tự: chữ thường không dấu, số, dấu chấm, gạch dưới, gạch nối"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <span class="muted small">3 đến 64 ký tự: chữ thường không dấu, số, dấu chấm, gạch dưới, gạch nối.</span>
      </label>
      <label>
        Tên hiển thị
        <input required maxLength={100} autocomplete="off" value={displayName} onInput={(event) => setDisplayName(event.currentTarget.value)} />
        <span class="muted small">Người hỏi thấy tên này dưới câu trả lời.</span>
      </label>
      <label>
        Vai trò
        <select value={role} onChange={(event) => setRole(event.currentTarget.value as Role)}>
          <option value="expert">{roleNames.expert}</option>
          <option value="administrator">{roleNames.administrator}</option>
        </select>
      </label>
      <button type="submit" class="primary" disabled={busy}>
        {busy ? 'Đang thêm…' : 'Thêm tài khoản'}
      </button>
    </form>
  )
}
