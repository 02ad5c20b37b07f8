import type { JSX } from 'preact'
import { useState } from 'preact/hooks'

/** `what` says to those who only hear the button what it copies. */
export function CopyButton({ text, what }: { text: string; what: string }): JSX.Element {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text)
      setState('copied')
    } catch {
      // Without TLS there is no clipboard.
      setState('failed')
    }
  }
  return (
    <>
      <button type="button" aria-label={`Chép ${what}`} onClick={() => void copy()}>
        {state === 'copied' ? 'Đã chép' : 'Chép'}
      </button>
      <span class="small muted" role="status">
        {state === 'failed' && 'Trình duyệt không cho chép; hãy chọn và chép bằng tay.'}
      </span>
    </>
  )
}
