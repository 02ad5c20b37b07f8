// Single keys for those who answer all day. They can be switched off: speech input may type them by accident.

import { useEffect, useRef } from 'preact/hooks'
import type { KeyValueStorage } from '@reformdesk/shared/storage'

const storageKey = 'reformdesk-console:shortcuts'
const sequenceLimit = 1500

export function shortcutsEnabled(storage: KeyValueStorage): boolean {
  return storage.get(storageKey) !== 'off'
}

export function enableShortcuts(storage: KeyValueStorage, enabled: boolean): void {
  if (enabled) storage.remove(storageKey)
  else storage.set(storageKey, 'off')
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, dialog, [contenteditable]') !== null
}

/** Calls the action of a key, or of two keys one after the other ("g q"), unless the user is typing. */
export function useShortcuts(storage: KeyValueStorage, actions: Record<string, () => void>): void {
  const latest = useRef(actions)
  latest.current = actions
  useEffect(() => {
    let previous = ''
    let previousAt = 0
    const listen = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return
      if (!shortcutsEnabled(storage)) return
      const sequence = event.timeStamp - previousAt < sequenceLimit ? `${previous} ${event.key}` : ''
      previous = event.key
      previousAt = event.timeStamp
      const action = latest.current[sequence] ?? latest.current[event.key]
      if (action === undefined) return
      event.preventDefault()
      action()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [storage])
}
