// The articles to look at again, under the document whose end makes it necessary.

import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { formatTime, today } from '@reformdesk/shared/dates'
import { describeValidity } from '@reformdesk/shared/validity'
import { formatRoute, type Route } from '../router.ts'
import { useShortcuts } from '../shortcuts.ts'
import type { Store } from '../store.ts'
import { reviewTabNames } from '../texts.ts'
import type { Review, ReviewTab } from '../types.ts'
import { ArticlePane } from './article.tsx'
import { ReviewButton } from './review-button.tsx'

type ReviewsRoute = Route & { page: 'reviews' }

const tabs: ReviewTab[] = ['open', 'closed']

const emptyTexts: Record<ReviewTab, string> = {
  open: 'Không có bài nào cần rà soát. Khi một văn bản hết hiệu lực, các bài dựa vào văn bản đó sẽ hiện ở đây.',
  closed: 'Chưa có bài nào được rà soát.',
}

/** Reviews of one document that ends on one day. */
interface Group {
  key: string
  reviews: [Review, ...Review[]]
}

export function groupByDocument(reviews: Review[]): Group[] {
  const groups = new Map<string, Group>()
  for (const review of reviews) {
    const key = JSON.stringify([review.document, review.last_day, review.successor])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { key, reviews: [review] })
    else group.reviews.push(review)
  }
  return [...groups.values()]
}

export function ReviewsPage({ store, route }: { store: Store; route: ReviewsRoute }): JSX.Element {
  return (
    <main class="panes">
      <h1 class="hidden">Rà soát kho tri thức</h1>
      <ReviewList store={store} route={route} />
      {route.article !== null ? (
        <ArticlePane key={route.article} store={store} id={route.article} tab={route.tab} />
      ) : (
        <section class="pane nothing">
          <p>Chọn một bài để xem toàn văn.</p>
          <p class="muted">
            <kbd>j</kbd> <kbd>k</kbd> để chọn, <kbd>Enter</kbd> để mở, <kbd>d</kbd> để đánh dấu đã rà soát.
          </p>
        </section>
      )}
    </main>
  )
}

function ReviewList({ store, route }: { store: Store; route: ReviewsRoute }): JSX.Element {
  const { tab, article } = route
  const pane = useRef<HTMLElement>(null)
  const { reviews } = store
  useEffect(() => void reviews.load(tab), [reviews, tab])
  useReturnedFocus(pane, route)
  const links = (): HTMLAnchorElement[] => [...(pane.current?.querySelectorAll<HTMLAnchorElement>('.review a') ?? [])]
  const currentIndex = (): number => {
    const at = links().findIndex((link) => link.closest('.review')?.contains(document.activeElement))
    return at >= 0 ? at : links().findIndex((link) => link.getAttribute('aria-current') !== null)
  }
  const move = (step: number): void => {
    const current = currentIndex()
    links()[current < 0 ? 0 : Math.min(Math.max(current + step, 0), links().length - 1)]?.focus()
  }
  const list = reviews.list(tab)
  const groups = groupByDocument(list)
  useShortcuts(store.storage, {
    j: () => move(1),
    k: () => move(-1),
    d: () => {
      const review = groups.flatMap((group) => group.reviews)[currentIndex()]
      if (review !== undefined) void reviews.toggle(review)
    },
  })
  return (
    <section class="pane review-list" ref={pane} aria-labelledby="reviews-title">
      <header class="review-head">
        <h2 id="reviews-title">Bài cần rà soát</h2>
        <p>
          Mỗi bài dưới đây dựa vào văn bản đã hết hoặc sắp hết hiệu lực. Hãy sửa bài trong tệp của kho tri thức rồi nhập
          lại (lệnh <code>kb import</code>), hoặc để nguyên nếu chỉ cần giữ làm quy định cũ, rồi bấm “Đã rà soát”.
        </p>
      </header>
      <nav class="tabs" aria-label="Danh sách rà soát">
        {tabs.map((one) => (
          <a
            key={one}
            href={formatRoute({ page: 'reviews', tab: one, article: null })}
            aria-current={one === tab ? 'true' : undefined}
          >
            {reviewTabNames[one]} {one === 'open' && <span class="count">{reviews.count ?? '…'}</span>}
          </a>
        ))}
      </nav>
      {groups.map((group) => (
        <GroupCard key={group.key} store={store} group={group} tab={tab} shown={article} />
      ))}
      <State store={store} tab={tab} shown={list.length} />
      <Announcement last={reviews.changedLast} />
    </section>
  )
}

/** Back from an article, where one left; on a phone the list would begin at its top again. */
function useReturnedFocus(pane: { current: HTMLElement | null }, { tab, article }: ReviewsRoute): void {
  const previous = useRef(article)
  useEffect(() => {
    const left = previous.current
    previous.current = article
    if (article !== null || left === null) return
    const hash = formatRoute({ page: 'reviews', tab, article: left })
    const links = [...(pane.current?.querySelectorAll<HTMLAnchorElement>('.review a') ?? [])]
    links.find((link) => link.getAttribute('href') === hash)?.focus()
  }, [article])
}

function GroupCard(props: { store: Store; group: Group; tab: ReviewTab; shown: string | null }): JSX.Element {
  const { store, group, tab, shown } = props
  const [first] = group.reviews
  return (
    <section class="review-group">
      <header>
        <h3>{first.document === '' ? 'Hết hạn theo ngày ghi trong bài' : first.document}</h3>
        {first.document_title !== '' && <p>{first.document_title}</p>}
        {first.last_day !== null && <LastDay day={first.last_day} />}
        {first.document !== '' && (
          <p class="small">
            {first.successor === '' ? (
              'Chưa ghi văn bản thay thế.'
            ) : (
              <>
                Thay bằng <strong>{first.successor}</strong>
                {first.successor_title !== '' && `: ${first.successor_title}`}
              </>
            )}
          </p>
        )}
      </header>
      <ul>
        {group.reviews.map((review) => (
          <Row key={review.id} store={store} review={review} tab={tab} selected={review.article.id === shown} />
        ))}
      </ul>
    </section>
  )
}

function LastDay({ day }: { day: string }): JSX.Element {
  const in_force = day >= today()
  const sentence = describeValidity({ in_force, valid_from: null, valid_to: day, replaced_by: [] })
  return (
    <p>
      <span class={in_force ? 'tag' : 'tag warn'}>{sentence}</span>
    </p>
  )
}

function Row(props: { store: Store; review: Review; tab: ReviewTab; selected: boolean }): JSX.Element {
  const { store, review, tab, selected } = props
  const { article } = review
  const isChanged = article.changed_at !== null && article.changed_at > review.opened_at
  return (
    <li class={`review${review.closed_at === null ? '' : ' done'}${selected ? ' selected' : ''}`}>
      <a href={formatRoute({ page: 'reviews', tab, article: article.id })} aria-current={selected ? 'true' : undefined}>
        <span class="review-question">{article.question || article.id}</span>
        <span class="line muted small">
          <span>{article.id}</span>
          {isChanged && <span class="tag">Đã nhập bản mới</span>}
          {review.closed_at !== null && (
            <span class="reviewed">
              ✓ {review.closed_by}, {formatTime(review.closed_at)}
            </span>
          )}
        </span>
      </a>
      <ReviewButton reviews={store.reviews} review={review} />
    </li>
  )
}

function State({ store, tab, shown }: { store: Store; tab: ReviewTab; shown: number }): JSX.Element | null {
  const { reviews } = store
  const load = reviews.loads[tab]
  if (typeof load === 'object') {
    return (
      <div class="state" role="alert">
        <p>{load.error}</p>
        <button type="button" onClick={() => void reviews.load(tab)}>
          Thử lại
        </button>
      </div>
    )
  }
  if (load !== 'ready') return shown === 0 ? <p class="state muted">Đang tải…</p> : null
  if (shown === 0) return <p class="state muted">{emptyTexts[tab]}</p>
  const next = reviews.next[tab]
  if (next === null || next === undefined) return null
  return (
    <div class="state">
      <button type="button" onClick={() => void reviews.loadMore(tab)}>
        Xem thêm
      </button>
    </div>
  )
}

function Announcement({ last }: { last: Review | null }): JSX.Element {
  const text = last === null ? '' : last.closed_at === null ? 'Đã hoàn tác: ' : 'Đã rà soát: '
  return (
    <p class="hidden" role="status">
      {last !== null && `${text}${last.article.question}`}
    </p>
  )
}
