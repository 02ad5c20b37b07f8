// What the console knows of the articles to look at again. What was just done stays in its list until that is loaded
// anew, so that it can be undone where it was done.

import { messageOf, type Api } from './api.ts'
import type { Load, Review, ReviewTab } from './types.ts'

const tabs: ReviewTab[] = ['open', 'closed']

export class Reviews {
  /** How many are open. */
  count: number | null = null
  loads: Partial<Record<ReviewTab, Load>> = {}
  next: Partial<Record<ReviewTab, number | null>> = {}
  /** The review that was changed last, to be announced. */
  changedLast: Review | null = null

  private readonly lists: Record<ReviewTab, Review[]> = { open: [], closed: [] }
  private readonly saving = new Set<number>()
  private readonly failures = new Map<number, string>()

  constructor(
    private readonly api: Api,
    private readonly changed: () => void,
  ) {}

  list(tab: ReviewTab): Review[] {
    return this.lists[tab]
  }

  /** The reviews of an article among those loaded. */
  of(article: string): Review[] {
    const found = new Map<number, Review>()
    for (const tab of tabs)
      for (const review of this.lists[tab]) if (review.article.id === article) found.set(review.id, review)
    return [...found.values()]
  }

  isSaving(review: Review): boolean {
    return this.saving.has(review.id)
  }

  /** Why the last change of this review failed; empty when it did not. */
  failureOf(review: Review): string {
    return this.failures.get(review.id) ?? ''
  }

  load(tab: ReviewTab): Promise<void> {
    return this.read(tab, null)
  }

  async loadMore(tab: ReviewTab): Promise<void> {
    const after = this.next[tab]
    if (after !== null && after !== undefined) await this.read(tab, after)
  }

  async refreshCount(): Promise<void> {
    try {
      this.count = (await this.api.reviews('open', null, 1)).counts.open
      this.changed()
    } catch {
      // The next list or reconnection tells.
    }
  }

  /** Closes an open review and reopens a closed one. */
  async toggle(review: Review): Promise<void> {
    const { id } = review
    if (this.saving.has(id)) return
    this.saving.add(id)
    this.failures.delete(id)
    this.changed()
    try {
      const answer = await (review.closed_at === null ? this.api.closeReview(id) : this.api.reopenReview(id))
      this.count = answer.counts.open
      this.changedLast = answer.review
      for (const tab of tabs) this.lists[tab] = this.lists[tab].map((one) => (one.id === id ? answer.review : one))
    } catch (error) {
      this.failures.set(id, messageOf(error))
    }
    this.saving.delete(id)
    this.changed()
  }

  forget(): void {
    this.count = null
    this.loads = {}
    this.next = {}
    this.changedLast = null
    this.lists.open = []
    this.lists.closed = []
    this.failures.clear()
  }

  private async read(tab: ReviewTab, after: number | null): Promise<void> {
    if (this.loads[tab] === 'loading') return
    this.loads[tab] = 'loading'
    this.changed()
    try {
      const page = await this.api.reviews(tab, after)
      this.lists[tab] = after === null ? page.reviews : [...this.lists[tab], ...page.reviews]
      this.count = page.counts.open
      this.next[tab] = page.next
      this.loads[tab] = 'ready'
    } catch (error) {
      this.loads[tab] = { error: messageOf(error) }
    }
    this.changed()
  }
}
