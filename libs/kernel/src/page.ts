/** A slice of a list, with the size of the whole. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** How many items match in all, not only on this page. */
  readonly total: number;
}

/** Which slice: at most `limit` items after the first `offset`. */
export interface Slice {
  readonly limit: number;
  readonly offset: number;
}

/** Whether anything matches beyond this page. */
export const hasMore = (slice: Slice, page: Page<unknown>): boolean => slice.offset + page.items.length < page.total;
