// The frame around every page: who is logged in, whether the console is live, and which page is shown.

import type { JSX } from 'preact'
import { useEffect, useLayoutEffect, useReducer, useState } from 'preact/hooks'
import { formatRoute, parseRoute, type Route } from '../router.ts'
import { useShortcuts } from '../shortcuts.ts'
import type { Store } from '../store.ts'
import { appName, onOneLine } from '../texts.ts'
import { Accounts } from './accounts.tsx'
import { ChannelsPage } from './channels.tsx'
import { Help } from './help.tsx'
import { Login } from './login.tsx'
import { Password } from './password.tsx'
import { Queue } from './queue.tsx'
import { ReviewsPage } from './reviews.tsx'
import { TicketPane } from './ticket.tsx'

export function useStore(store: Store): void {
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  // Before anything else can happen: a change between drawing and subscribing would be missed.
  useLayoutEffect(() => store.subscribe(() => redraw(undefined)), [store])
}

function useRoute(): Route {
  const [route, setRoute] = useState(() => parseRoute(location.hash))
  useEffect(() => {
    const follow = (): void => setRoute(parseRoute(location.hash))
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
  return route
}

export function App({ store }: { store: Store }): JSX.Element {
  useStore(store)
  const { user } = store
  useTitle(store)
  if (store.startError !== null) {
    return (
      <main class="middle">
        <div class="card" role="alert">
          <p>{store.startError}</p>
          <button type="button" class="primary" onClick={() => void store.start()}>
            Thử lại
          </button>
        </div>
      </main>
    )
  }
  if (user === undefined) return <main class="middle" aria-busy="true">Đang tải…</main>
  if (user === null) return <Login store={store} />
  if (user.must_change_password) return <Password store={store} forced />
  return <Desk store={store} />
}

function useTitle(store: Store): void {
  const open = store.user ? (store.counts?.open ?? 0) : 0
  useEffect(() => {
    document.title = open > 0 ? `(${open}) ${appName}` : appName
  }, [open])
}

function Desk({ store }: { store: Store }): JSX.Element {
  const route = useRoute()
  const [help, setHelp] = useState(false)
  useShortcuts(store.storage, {
    '?': () => setHelp(true),
    'g q': () => {
      location.hash = formatRoute({ page: 'queue', tab: 'open' })
    },
    'g r': () => {
      location.hash = formatRoute({ page: 'reviews', tab: 'open', article: null })
    },
    'g k': () => {
      location.hash = formatRoute({ page: 'channels' })
    },
  })
  return (
    <div class={`desk on-${route.page === 'reviews' && route.article !== null ? 'article' : route.page}`}>
      <Bar store={store} route={route} onHelp={() => setHelp(true)} />
      <Banner store={store} />
      {(route.page === 'queue' || route.page === 'ticket') && (
        <main class="panes">
          <h1 class="hidden">Phiếu hỏi</h1>
          <Queue store={store} route={route} />
          {route.page === 'ticket' ? (
            <TicketPane key={route.number} store={store} number={route.number} tab={route.tab} />
          ) : (
            <section class="pane nothing">
              <p>Chọn một phiếu để xem và trả lời.</p>
              <p class="muted">
                <kbd>j</kbd> <kbd>k</kbd> để chọn, <kbd>Enter</kbd> để mở, <kbd>?</kbd> để xem các phím tắt.
              </p>
            </section>
          )}
        </main>
      )}
      {route.page === 'reviews' && <ReviewsPage store={store} route={route} />}
      {route.page === 'channels' && <ChannelsPage store={store} />}
      {route.page === 'accounts' && <Accounts store={store} />}
      {route.page === 'password' && <Password store={store} forced={false} />}
      {help && <Help storage={store.storage} onClose={() => setHelp(false)} />}
      <Arrival store={store} shown={route.page === 'ticket' ? route.number : null} />
    </div>
  )
}

function Bar({ store, route, onHelp }: { store: Store; route: Route; onHelp(): void }): JSX.Element {
  const [failure, setFailure] = useState(false)
  const user = store.user!
  const logout = async (): Promise<void> => {
    try {
      await store.api.logout()
      store.loggedOut()
    } catch {
      setFailure(true)
    }
  }
  const current = (pages: Route['page'][]): 'page' | undefined => (pages.includes(route.page) ? 'page' : undefined)
  return (
    <header class="bar">
      <a class="brand" href="#/open">
        {appName}
      </a>
      <nav aria-label="Trang chính">
        <a href="#/open" aria-current={current(['queue', 'ticket'])}>
          Phiếu hỏi
        </a>
        <a href="#/reviews/open" aria-current={current(['reviews'])}>
          Cần rà soát
          {(store.reviews.count ?? 0) > 0 && (
            <>
              {' '}
              <span class="count">{store.reviews.count}</span>
            </>
          )}
        </a>
        <a href="#/channels" aria-current={current(['channels'])}>
          Kết nối
        </a>
        {user.role === 'administrator' && (
          <a href="#/accounts" aria-current={current(['accounts'])}>
            Tài khoản
          </a>
        )}
      </nav>
      <details class="menu" key={formatRoute(route)}>
        <summary>{user.display_name}</summary>
        <div>
          <a href="#/password">Đổi mật khẩu</a>
          <button type="button" onClick={onHelp}>
            Phím tắt
          </button>
          <button type="button" onClick={() => void logout()}>
            Đăng xuất
          </button>
          {failure && <p role="alert">Chưa đăng xuất được. Thử lại.</p>}
        </div>
      </details>
    </header>
  )
}

function Banner({ store }: { store: Store }): JSX.Element {
  return (
    <div role="status">
      {store.live === 'offline' && (
        <p class="banner">Mất kết nối. Danh sách có thể chưa mới; đang tự kết nối lại. Bản nháp vẫn được giữ.</p>
      )}
    </div>
  )
}

function Arrival({ store, shown }: { store: Store; shown: number | null }): JSX.Element {
  const { arrival } = store
  return (
    <div class="arrival" role="status">
      {arrival !== null && arrival.number !== shown && (
        <div class="card">
          <a href={formatRoute({ page: 'ticket', tab: 'open', number: arrival.number })}>
            <strong>
              {arrival.reopened > 0 ? 'Phiếu mở lại' : 'Phiếu mới'} #{arrival.number}
            </strong>
            <span class="clip">{onOneLine(arrival.question)}</span>
          </a>
          <button type="button" aria-label="Ẩn thông báo" onClick={() => store.dismissArrival()}>
            ×
          </button>
        </div>
      )}
    </div>
  )
}
