// An article of the knowledge base as a whole, and why it has to be looked at again.

import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { formatDay, formatTime } from '@reformdesk/shared/dates'
import { safeLink } from '@reformdesk/shared/markdown'
import type { Source } from '@reformdesk/shared/protocol'
import { describeValidity } from '@reformdesk/shared/validity'
import { messageOf } from '../api.ts'
import { formatRoute } from '../router.ts'
import type { Store } from '../store.ts'
import { reviewReasons } from '../texts.ts'
import type { Article, Review, ReviewTab } from '../types.ts'
import { Markdown } from './markdown.tsx'
import { ReviewButton } from './review-button.tsx'

export function ArticlePane({ store, id, tab }: { store: Store; id: string; tab: ReviewTab }): JSX.Element {
  const [article, setArticle] = useState<Article | null>(null)
  const [error, setError] = useState('')
  const heading = useRef<HTMLHeadingElement>(null)
  const load = async (): Promise<void> => {
    setError('')
    try {
      setArticle(await store.api.article(id))
    } catch (failure) {
      setError(messageOf(failure))
    }
  }
  useEffect(() => void load(), [store, id])
  useEffect(() => {
    if (article !== null) heading.current?.focus({ preventScroll: true })
  }, [article])

  const back = (
    <a class="back" href={formatRoute({ page: 'reviews', tab, article: null })}>
      ← Danh sách
    </a>
  )
  if (article === null) {
    return (
      <section class="pane" aria-busy={error === ''}>
        {back}
        {error === '' ? (
          <p class="state muted">Đang tải…</p>
        ) : (
          <div class="state" role="alert">
            <p>{error}</p>
            <button type="button" onClick={() => void load()}>
              Thử lại
            </button>
          </div>
        )}
      </section>
    )
  }
  return (
    <section class="pane article-pane" aria-labelledby="article-title">
      {back}
      <header class="ticket-head">
        <p class="muted small">
          {article.id} · bản {article.version}, {formatTime(article.changed_at)}
        </p>
        <h2 id="article-title" tabIndex={-1} ref={heading}>
          {article.question}
        </h2>
        <p class={article.in_force ? 'in-force small' : 'expired'}>{describeValidity(article)}</p>
      </header>
      <div class="article-body">
        {store.reviews.of(id).map((review) => (
          <Why key={review.id} store={store} review={review} />
        ))}
        <h3>Câu trả lời</h3>
        <Markdown text={article.answer} />
        {article.sources.length > 0 && (
          <>
            <h3>Căn cứ pháp lý</h3>
            <ul class="dots">
              {article.sources.map((source, index) => (
                <li key={index}>
                  <SourceName source={source} />
                </li>
              ))}
            </ul>
          </>
        )}
        {article.phrasings.length > 0 && (
          <>
            <h3>Các cách hỏi khác</h3>
            <ul class="dots">
              {article.phrasings.map((phrasing, index) => (
                <li key={index}>{phrasing}</li>
              ))}
            </ul>
          </>
        )}
      </div>
    </section>
  )
}

/** "Văn bản được thay thế: 61/2018/NĐ-CP, ngày cuối 30/6/2025, thay bằng 118/2025/NĐ-CP." */
function describeReview({ reason, document, last_day, successor }: Review): string {
  const details = [
    document,
    last_day === null ? '' : `ngày cuối ${formatDay(last_day)}`,
    successor === '' ? '' : `thay bằng ${successor}`,
  ].filter((detail) => detail !== '')
  return `${[reviewReasons[reason], details.join(', ')].filter((part) => part !== '').join(': ')}.`
}

function Why({ store, review }: { store: Store; review: Review }): JSX.Element {
  return (
    <section class="why">
      <div>
        <p>{describeReview(review)}</p>
        <p class="muted small">
          {review.closed_at === null
            ? `Ghi nhận ${formatTime(review.opened_at)}`
            : `✓ ${review.closed_by} đã rà soát, ${formatTime(review.closed_at)}`}
        </p>
      </div>
      <ReviewButton reviews={store.reviews} review={review} />
    </section>
  )
}

function SourceName({ source }: { source: Source }): JSX.Element {
  const name = source.clause === '' ? source.document : `${source.clause}, ${source.document}`
  const href = safeLink(source.url)
  if (href === null) return <>{name}</>
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {name}
    </a>
  )
}
