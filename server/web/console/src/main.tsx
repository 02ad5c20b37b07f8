import { openStorage } from '@reformdesk/shared/storage'
import { render } from 'preact'
import { Api } from './api.ts'
import { Live } from './live.ts'
import { Store } from './store.ts'
import { App } from './views/app.tsx'

const root = document.getElementById('app')
if (root !== null) {
  const store = new Store(new Api(), openStorage(), (listener) => new Live(listener))
  addEventListener('online', () => store.networkBack())
  render(<App store={store} />, root)
  void store.start()
}
