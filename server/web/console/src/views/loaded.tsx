// Something that a part of a page loads for itself: while it comes, when it can't be had, and there.

import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { messageOf } from '../api.ts'

export interface Loaded<T> {
  value: T | null
  error: string
  /** Loads again; what is shown stays meanwhile, and when it fails. */
  load(): Promise<void>
}

export function useLoaded<T>(read: () => Promise<T>): Loaded<T> {
  const [value, setValue] = useState<T | null>(null)
  const [error, setError] = useState('')
  const round = useRef(0)
  const load = async (): Promise<void> => {
    const own = ++round.current
    let loaded: T | null = null
    let failure = ''
    try {
      loaded = await read()
    } catch (problem) {
      failure = messageOf(problem)
    }
    // A slow answer must not replace a newer one, nor come to a page that is gone.
    if (own !== round.current) return
    if (loaded !== null) setValue(loaded)
    setError(failure)
  }
  useEffect(() => {
    void load()
    return () => {
      round.current = -1
    }
  }, [])
  return { value, error, load }
}

/** The children once there is a value; before that, and on failure, what there is to say. */
export function Loading({ of, children }: { of: Loaded<unknown>; children: ComponentChildren }): JSX.Element {
  return (
    <>
      {of.value === null && of.error === '' && <p class="muted">Đang tải…</p>}
      {of.error !== '' && (
        <div class="buttons" role="alert">
          <p class="error">{of.error}</p>
          <button type="button" onClick={() => void of.load()}>
            Thử lại
          </button>
        </div>
      )}
      {of.value !== null && children}
    </>
  )
}
