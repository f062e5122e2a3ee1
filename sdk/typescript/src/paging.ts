/** One page of a list, as every list operation answers it. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Where the next page starts; null on the last. */
  readonly nextCursor: string | null;
}

/**
 * A list that is read page by page as it is walked: `for await (const item of list)`. Leaving the loop early reads no further
 * page; walking it again reads it anew.
 */
export class PagedList<T> implements AsyncIterable<T> {
  readonly #read: (cursor: string | undefined) => Promise<Page<T>>;

  constructor(read: (cursor: string | undefined) => Promise<Page<T>>) {
    this.#read = read;
  }

  /** The page at a cursor that an earlier page gave; the first without one. For screens that turn pages themselves. */
  page(cursor?: string): Promise<Page<T>> {
    return this.#read(cursor);
  }

  /** Page by page. */
  async *pages(): AsyncGenerator<Page<T>, void, undefined> {
    let cursor: string | undefined;
    for (;;) {
      const page = await this.#read(cursor);
      yield page;
      if (page.nextCursor === null) return;
      if (page.nextCursor === cursor) throw new Error('The list does not end: its next page is the present one.');
      cursor = page.nextCursor;
    }
  }

  /** Item by item. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for await (const page of this.pages()) yield* page.items;
  }

  /** The first items in an array; it reads no more pages than they need. */
  async take(count: number): Promise<T[]> {
    const items: T[] = [];
    if (count <= 0) return items;
    for await (const item of this) {
      if (items.push(item) >= count) break;
    }
    return items;
  }
}
