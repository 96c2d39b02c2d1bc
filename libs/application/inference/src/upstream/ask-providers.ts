import { DomainError, type Clock, type IdGenerator } from '@radiant/kernel';
import type { Passage, ProviderStandings, RetryBudget, Route } from '@radiant/registry';
import type { AuditCall } from '../audit-call.js';
import type { CallFacts } from '../inference-call.js';
import type { CallSignals } from '../ports/call-signals.js';
import type { Pause } from '../ports/pause.js';
import type { Routes } from '../route-call.js';
import type { CallToSettle, SettleCall } from '../settle-call.js';
import { Attempts } from './attempts.js';
import { askedPauseMs, saidNo, upstreamOutcome } from './upstream-outcome.js';

/** When the provider that failed may be asked again, and how long it all may take. */
export class AskRules {
  /** Of one call: attempts at a route that has failed it already. */
  readonly mostRetries = 2;
  /** Before the first of them at most, in ms; each later one may wait twice as long. Drawn evenly from 0 on. */
  readonly firstPauseMs = 250;
  /** A provider that asks for a longer pause is not asked again by the same call, in ms. */
  readonly longestPauseMs = 10_000;

  /** @param deadlineMs no attempt begins later than this after the call arrived. */
  constructor(readonly deadlineMs: number) {}
}

/** Where a call may go, and how it leaves. */
export interface CallToAsk<Departed extends CallToSettle> {
  /** In the order of preference. */
  readonly routes: Routes;
  /** Whether its answer begins before it is whole: then it is remembered how soon. */
  readonly streamed: boolean;
  /** Whether a route may still take the call, as it was found: asked right before each attempt. */
  readonly mayTake: (route: Route) => Promise<boolean>;
  /**
   * Makes, inspects and accounts for what leaves by a route; durable when it resolves, and nothing has been sent.
   * @param before what left by another route. @throws DomainError: then the call goes nowhere else either.
   */
  readonly depart: (route: Route, before: Departed | undefined) => Promise<Departed>;
}

interface Chosen {
  readonly route: Route;
  readonly passage: Passage;
}

/** A provider that has begun to answer. */
export interface Asked<Departed, Answer> {
  readonly departed: Departed;
  readonly answer: Answer;
  /** Is told how the answer ends. */
  readonly passage: Passage;
  /** Spent waiting for providers, those that failed included, in ms. */
  readonly upstreamMs: number;
}

/**
 * Asks the providers of a call's routes, one at a time, until one of them begins to answer. What has not answered has
 * reached nobody: so this is where a call falls back or is tried again, and after it nothing is.
 */
export class AskProviders {
  constructor(
    private readonly standings: ProviderStandings,
    private readonly budget: RetryBudget,
    private readonly audit: Pick<AuditCall, 'failed'>,
    private readonly settle: Pick<SettleCall, 'execute'>,
    private readonly pause: Pause,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
    private readonly rules: AskRules,
    private readonly signals: CallSignals,
  ) {}

  /**
   * Settles the call when nobody answers: then nothing is billed, unless the caller left while a provider was at it.
   * @param ask resolves once the answer has begun, and keeps nothing open when it rejects.
   * @throws DomainError of the last provider that was asked; `service_unavailable` when none may be asked now.
   */
  async execute<Departed extends CallToSettle, Answer>(
    call: CallFacts,
    asked: CallToAsk<Departed>,
    ask: (departed: Departed) => Promise<Answer>,
  ): Promise<Asked<Departed, Answer>> {
    this.budget.called();
    const attempts = new Attempts<Departed>(this.preferred(asked.routes));
    let latest: Departed | undefined;
    let failure: Error | undefined;
    let underway = false;
    let upstreamMs = 0;
    try {
      for (;;) {
        const next = await this.next(call, asked, attempts);
        if (!next) throw failure ?? this.nobody(asked.routes);
        const { passage } = next;
        latest = await this.departed(asked, attempts, next, latest);
        const sentAt = this.clock.elapsed();
        try {
          underway = true;
          const answer = await ask(latest);
          passage.answered();
          const tookMs = this.clock.elapsed() - sentAt;
          this.signals.asked(next.route.provider.id, 'answered', tookMs);
          if (asked.streamed) this.standings.measured(next.route.provider, tookMs);
          return { departed: latest, answer, passage, upstreamMs: upstreamMs + tookMs };
        } catch (error) {
          failure = error instanceof Error ? error : undefined;
          const tookMs = this.clock.elapsed() - sentAt;
          upstreamMs += tookMs;
          underway = call.signal.aborted;
          this.signals.asked(next.route.provider.id, underway ? 'left' : upstreamOutcome(error), tookMs);
          await this.failed(call, attempts, next, error);
          if (underway || upstreamOutcome(error) === 'refused') throw error;
        }
      }
    } catch (error) {
      if (latest) await this.over(call, latest, underway); // what never left holds no money
      throw error;
    }
  }

  /** Those that asked for a pause come last; none is left out for it. */
  private preferred(routes: Routes): readonly Route[] {
    if (routes.length === 1 || !routes.some((route) => this.standings.isResting(route))) return routes;
    return [
      ...routes.filter((route) => !this.standings.isResting(route)),
      ...routes.filter((route) => this.standings.isResting(route)),
    ];
  }

  /** The next route that lets the call through; after all of them, the one that may be asked again first. */
  private async next<Departed extends CallToSettle>(
    call: CallFacts,
    asked: CallToAsk<Departed>,
    attempts: Attempts<Departed>,
  ): Promise<Chosen | undefined> {
    for (;;) {
      const route = attempts.fresh() ?? (await this.repeated(call, attempts));
      if (!route || call.signal.aborted || this.clock.elapsed() > this.deadline(call)) return undefined;
      if (!(await asked.mayTake(route))) continue;
      // A second call to a provider in trouble is a retry, whichever of its models it is for.
      const repeats = attempts.hasAsked(route);
      if (repeats && !this.budget.take()) continue;
      const passage = this.standings.admit(route.provider);
      if (!passage) continue;
      if (repeats) this.signals.repeated(route.provider.id);
      else if (attempts.departures.size > 0) this.signals.fellBack(route.provider.id);
      return { route, passage };
    }
  }

  /** Waits until it may be asked again. */
  private async repeated(call: CallFacts, attempts: Attempts<unknown>): Promise<Route | undefined> {
    if (attempts.repeats >= this.rules.mostRetries) return undefined;
    const repeat = attempts.repeat();
    if (!repeat || repeat.againAt > this.deadline(call)) return undefined;
    const pauseMs = repeat.againAt - this.clock.elapsed();
    if (pauseMs > 0) await this.pause.wait(pauseMs, call.signal);
    return repeat.route;
  }

  private deadline({ arrivedAt }: CallFacts): number {
    return arrivedAt + this.rules.deadlineMs;
  }

  private async departed<Departed extends CallToSettle>(
    asked: CallToAsk<Departed>,
    { departures }: Attempts<Departed>,
    { route, passage }: Chosen,
    before: Departed | undefined,
  ): Promise<Departed> {
    try {
      const departed = departures.get(route) ?? (await asked.depart(route, before));
      departures.set(route, departed);
      return departed;
    } catch (error) {
      passage.abandoned();
      throw error;
    }
  }

  private async failed(
    call: CallFacts,
    attempts: Attempts<unknown>,
    { route, passage }: Chosen,
    error: unknown,
  ): Promise<void> {
    if (call.signal.aborted) passage.abandoned();
    else tell(passage, error);
    const pauseMs = askedPauseMs(error);
    if (pauseMs > 0) this.standings.rest(route, pauseMs);
    attempts.noteFailure(route, this.againAt(attempts.repeats, error));
    await this.audit.failed(call, route, error);
  }

  /** Full jitter (never all callers at once), and never before the moment that the provider named. */
  private againAt(repeats: number, error: unknown): number | undefined {
    const outcome = upstreamOutcome(error);
    // Who took too long may still be at it, and has had the longest wait already.
    if (outcome === 'refused' || outcome === 'timed_out') return undefined;
    const { firstPauseMs, longestPauseMs } = this.rules;
    const pauseMs = askedPauseMs(error) + this.ids.integer(0, firstPauseMs * 2 ** repeats + 1);
    return pauseMs > longestPauseMs ? undefined : this.clock.elapsed() + pauseMs;
  }

  /** Nothing was consumed where nothing is billed: the caller learns why the provider failed, and not what else did. */
  private async over(call: CallFacts, latest: CallToSettle, underway: boolean): Promise<void> {
    const settled = this.settle.execute(call, latest, {
      outcome: call.signal.aborted ? 'cancelled' : 'failed',
      // A caller that hangs up has still sent its prompt: the provider charges for it, and so do we.
      consumed: underway ? { usage: undefined, texts: [] } : undefined,
      reply: undefined,
      restored: 0,
    });
    await (underway ? settled : settled.catch(() => undefined));
  }

  private nobody(routes: Routes): DomainError {
    const soonest = Math.min(...routes.map(({ provider }) => this.standings.closedForMs(provider)));
    return new DomainError('service_unavailable', 'no provider of this model can be asked at present', {
      retryAfterSeconds: Math.max(1, Math.ceil(soonest / 1_000)),
    });
  }
}

/** Tells the breaker how a call ended that failed. */
export function tell(passage: Passage, error: unknown): void {
  const outcome = upstreamOutcome(error);
  if (!(error instanceof DomainError)) passage.abandoned();
  else if ((outcome === 'failed' || outcome === 'timed_out') && !saidNo(error)) passage.failed(error);
  else passage.succeeded(); // it answers, if only to say no
}
