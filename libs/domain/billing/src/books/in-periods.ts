import type { Instant } from '@radiant/kernel';

/** What has the moment in its span, which begins with `from` and ends before `to`. @param items in order, none overlapping. */
export function spanAt<Item extends { readonly from: Instant; readonly to: Instant }>(
  items: readonly Item[],
  moment: Instant,
): Item | undefined {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((items[middle]?.to ?? Infinity) > moment) high = middle;
    else low = middle + 1;
  }
  const found = items[low];
  return found && found.from <= moment ? found : undefined;
}
