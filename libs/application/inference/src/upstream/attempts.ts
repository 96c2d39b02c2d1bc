import type { Route } from '@radiant/registry';

/** What one call has tried so far. */
export class Attempts<Departed> {
  /** What has left, by route: a route that is asked again is sent the same bytes. */
  readonly departures = new Map<Route, Departed>();
  /** How often a route was asked again. */
  repeats = 0;
  private readonly left: Route[];
  /** Failed routes that may be asked again, with the reading of the clock from which they may. */
  private readonly failed = new Map<Route, number>();

  /** @param routes in the order of preference. */
  constructor(routes: readonly Route[]) {
    this.left = [...routes];
  }

  /** The next route that was not tried yet. */
  fresh(): Route | undefined {
    return this.left.shift();
  }

  /** Whether the provider of a route was asked before, by whichever of its models. */
  hasAsked({ provider }: Route): boolean {
    return [...this.departures.keys()].some(
      (asked) => asked.provider.id === provider.id && asked.provider.region === provider.region,
    );
  }

  /** @param againAt undefined: not by this call. */
  noteFailure(route: Route, againAt: number | undefined): void {
    if (againAt !== undefined) this.failed.set(route, againAt);
  }

  /** The failed route that may be asked again first; it counts as asked again. */
  repeat(): { readonly route: Route; readonly againAt: number } | undefined {
    const [soonest] = [...this.failed].sort(([, a], [, b]) => a - b);
    if (!soonest) return undefined;
    const [route, againAt] = soonest;
    this.failed.delete(route);
    this.repeats += 1;
    return { route, againAt };
  }
}
