// Small persistent values. Browsers may refuse localStorage (private windows, blocked cookies, a full disk):
// then the values live as long as the page.

export interface KeyValueStorage {
  get(key: string): string | null
  set(key: string, value: string): void
  remove(key: string): void
  keys(prefix: string): string[]
}

export class MemoryStorage implements KeyValueStorage {
  private readonly values = new Map<string, string>()

  get(key: string): string | null {
    return this.values.get(key) ?? null
  }
  set(key: string, value: string): void {
    this.values.set(key, value)
  }
  remove(key: string): void {
    this.values.delete(key)
  }
  keys(prefix: string): string[] {
    return [...this.values.keys()].filter((key) => key.startsWith(prefix))
  }
}

/** localStorage, with memory behind it for the values that it refuses. */
export class BrowserStorage implements KeyValueStorage {
  private readonly refused = new MemoryStorage()

  constructor(private readonly storage: Storage) {}

  get(key: string): string | null {
    return this.refused.get(key) ?? this.attempt(() => this.storage.getItem(key), null)
  }
  set(key: string, value: string): void {
    const stored = this.attempt(() => {
      this.storage.setItem(key, value)
      return true
    }, false)
    if (stored) this.refused.remove(key)
    else this.refused.set(key, value)
  }
  remove(key: string): void {
    this.refused.remove(key)
    this.attempt(() => this.storage.removeItem(key), undefined)
  }
  keys(prefix: string): string[] {
    const stored = this.attempt(() => {
      const keys: string[] = []
      for (let index = 0; index < this.storage.length; ++index) {
        const key = this.storage.key(index)
        if (key !== null && key.startsWith(prefix)) keys.push(key)
      }
      return keys
    }, [])
    return [...new Set([...stored, ...this.refused.keys(prefix)])]
  }

  private attempt<T>(action: () => T, otherwise: T): T {
    try {
      return action()
    } catch {
      return otherwise
    }
  }
}

export function openStorage(): KeyValueStorage {
  try {
    // Merely reading the property throws where storage is blocked.
    return new BrowserStorage(window.localStorage)
  } catch {
    return new MemoryStorage()
  }
}
