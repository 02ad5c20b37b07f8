import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { KeyValueStorage } from '@reformdesk/shared/storage'
import { enableShortcuts, shortcutsEnabled } from '../shortcuts.ts'

const keys: [string[], string][] = [
  [['j'], 'Phiếu hoặc bài tiếp theo'],
  [['k'], 'Phiếu hoặc bài trước'],
  [['Enter'], 'Mở phiếu hoặc bài đang chọn'],
  [['r'], 'Viết câu trả lời'],
  [['Ctrl', 'Enter'], 'Gửi câu trả lời'],
  [['Esc'], 'Rời ô trả lời'],
  [['d'], 'Đánh dấu bài đã rà soát, hoặc hoàn tác'],
  [['g', 'q'], 'Về danh sách phiếu đang chờ'],
  [['g', 'r'], 'Về danh sách bài cần rà soát'],
  [['g', 'k'], 'Về trang Kết nối'],
  [['?'], 'Xem các phím tắt'],
]

export function Help({ storage, onClose }: { storage: KeyValueStorage; onClose(): void }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null)
  const [enabled, setEnabled] = useState(() => shortcutsEnabled(storage))
  useEffect(() => dialog.current?.showModal?.(), [])
  return (
    <dialog ref={dialog} class="card" aria-labelledby="help-title" onClose={onClose}>
      <h2 id="help-title">Phím tắt</h2>
      <dl class="keys">
        {keys.map(([combination, meaning]) => (
          <div key={meaning}>
            <dt>
              {combination.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <label class="check">
        <input
          type="checkbox"
          checked={enabled}
          onChange={(event) => {
            setEnabled(event.currentTarget.checked)
            enableShortcuts(storage, event.currentTarget.checked)
          }}
        />
        Dùng phím tắt một ký tự
      </label>
      <button type="button" class="primary" onClick={() => dialog.current?.close()}>
        Đóng
      </button>
    </dialog>
  )
}
