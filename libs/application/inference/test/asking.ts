import type { Reservation } from '@radiant/billing';
import type { Principal } from '@radiant/identity';
import { appId, DomainError, modelId, Money, providerId, requestId, tenantId } from '@radiant/kernel';
import { FixedClock, SequentialIds } from '@radiant/kernel/testing';
import {
  ProviderStandings,
  RetryBudget,
  type BreakerRules,
  type Model,
  type Provider,
  type Route,
} from '@radiant/registry';
import { BARE_PROVIDER, FULL_MODEL, price } from '@radiant/registry/testing';
import type { CallFacts } from '../src/inference-call.js';
import { Pause } from '../src/ports/pause.js';
import type { Routes } from '../src/route-call.js';
import { HeardSignals } from '../src/testing/heard-signals.js';
import type { CallToSettle, Settlement } from '../src/settle-call.js';
import { AskProviders, AskRules, type Asked } from '../src/upstream/ask-providers.js';

const TENANT = tenantId('11111111-1111-4111-8111-111111111111');
export const DEADLINE_MS = 60_000;

export const provider = (id: string, over: Partial<Provider> = {}): Provider => ({
  ...BARE_PROVIDER,
  id: providerId(id),
  ...over,
});
export const model = (id: string, at: string, over: Partial<Model> = {}): Model => ({
  ...FULL_MODEL,
  id: modelId(id),
  name: id,
  providerId: providerId(at),
  status: 'active',
  draining: false,
  ...over,
});
export const route = (id: string, at = provider(id)): Route => ({
  model: model(id, at.id),
  provider: at,
  price: { ...price(1, 0), rates: { input_tokens: 150_000n, output_tokens: 600_000n }, tiers: [] },
});

export const LIMITED = (seconds: number): DomainError =>
  new DomainError('rate_limited', 'slowly', { retryAfterSeconds: seconds });
export const OVERLOADED = new DomainError('service_unavailable', 'overloaded', { retryAfterSeconds: 1 });
export const BROKEN = new DomainError('provider_error', 'reset');
export const TIMED_OUT = new DomainError('provider_timeout', 'late');
export const TIMED_OUT_BY_STATUS = new DomainError('provider_timeout', 'late', { upstreamStatus: 408 });
export const INVALID = new DomainError('validation_error', 'not valid');
export const UNAUTHORIZED = new DomainError('provider_error', 'failed', { upstreamStatus: 401 });
export const FAILED = new DomainError('provider_error', 'failed', { upstreamStatus: 500 });

const RESERVATION: Reservation = {
  tenantId: TENANT,
  requestId: requestId('22222222-2222-4222-8222-222222222222'),
  appId: appId('default'),
  apiKeyId: undefined,
  userId: undefined,
  sessionId: undefined,
  modelId: modelId('a'),
  providerId: providerId('a'),
  requestType: 'chat.completion',
  tags: [],
  inputTokens: 1,
  outputTokens: 1,
  cost: Money.zero,
  billedAmount: Money.zero,
  priceVersion: 1,
  reservedAt: 0,
  expiresAt: 1,
};

/** A departure that names its route and nothing else. */
export interface Departure extends CallToSettle {
  readonly number: number;
}

/** One process that asks providers, with what happened written down in order. */
export class Asking {
  readonly clock = new FixedClock();
  readonly standings: ProviderStandings;
  readonly budget = new RetryBudget();
  /** `model:what`, e.g. `a:depart`, `a:ask`, `a:fail`; `pause`. */
  readonly log: string[] = [];
  readonly pauses: number[] = [];
  readonly signals = new HeardSignals();
  readonly settlements: (Settlement & { readonly model: string })[] = [];
  readonly asking: AskProviders;
  abort = new AbortController();
  /** Told of each attempt as it is sent. */
  onAsk: (route: Route) => void = () => undefined;

  constructor(breaker?: BreakerRules) {
    this.standings = new ProviderStandings(this.clock, breaker);
    const { clock, log, pauses, settlements } = this;
    this.asking = new AskProviders(
      this.standings,
      this.budget,
      { failed: async (_, { model: { id } }) => void log.push(`${id}:fail`) },
      {
        execute: async (_, settled, settlement) => {
          settlements.push({ ...settlement, model: settled.route.model.id });
          return undefined;
        },
      },
      new (class extends Pause {
        async wait(ms: number): Promise<void> {
          pauses.push(ms);
          clock.advance(ms);
        }
      })(),
      clock,
      new SequentialIds(),
      new AskRules(DEADLINE_MS),
      this.signals,
    );
  }

  /** Lets so many calls go by, so that there are retries to spend. */
  earn(retries: number): void {
    for (let n = 0; n < retries * 10; n += 1) this.budget.called();
  }

  /**
   * @param answers by the model's id: what its provider does each time it is asked; the last one again and again.
   * @param takesMs how long each of them takes.
   */
  ask(
    routes: Routes,
    answers: Readonly<Record<string, readonly (DomainError | 'ok')[]>>,
    mayTake: (route: Route) => Promise<boolean> = async () => true,
    takesMs = 0,
  ): Promise<Asked<Departure, string>> {
    const asked = new Map<string, number>();
    const abort = this.abort.signal;
    return this.asking.execute(
      this.call(abort),
      {
        routes,
        streamed: true,
        mayTake,
        depart: async (by, before: Departure | undefined): Promise<Departure> => {
          this.log.push(`${by.model.id}:depart`);
          return departure(by, (before?.number ?? 0) + 1);
        },
      },
      async ({ route: by }) => {
        const { id } = by.model;
        this.onAsk(by);
        const times = asked.get(id) ?? 0;
        asked.set(id, times + 1);
        this.log.push(`${id}:ask`);
        this.clock.advance(takesMs);
        const answer = answers[id]?.[Math.min(times, (answers[id]?.length ?? 1) - 1)] ?? 'ok';
        if (answer === 'ok') return id;
        throw answer;
      },
    );
  }

  private call(signal: AbortSignal): CallFacts {
    return {
      requestId: RESERVATION.requestId,
      principal: PRINCIPAL,
      controls: CONTROLS,
      idempotency: undefined,
      origin: {},
      arrivedAt: this.clock.elapsed(),
      onDeparture: () => undefined,
      signal,
    };
  }
}

export const PRINCIPAL: Principal = {
  tenantId: TENANT,
  homeTenantId: TENANT,
  appId: appId('default'),
  appBound: false,
  roles: ['service'],
  apiKeyId: undefined,
  scopes: undefined,
  trustedForwarder: false,
  userId: undefined,
  appUserId: undefined,
  token: undefined,
};
export const CONTROLS: CallFacts['controls'] = {
  sessionId: undefined,
  restore: undefined,
  enablePhi: undefined,
  phiCategories: [],
  phiSpans: [],
  history: 0,
  tags: [],
};

const departure = (by: Route, number: number): Departure => ({
  number,
  route: by,
  shielded: { texts: [], originals: new Map(), counts: new Map(), stored: Promise.resolve() },
  receipt: {
    id: '33333333-3333-4333-8333-333333333333',
    startedAt: 0,
    policy: 'auto',
    hidden: [],
    detectorVersion: '1',
    categories: {},
    exposed: {},
    outboundSha256: String(number),
  },
  reservation: RESERVATION,
  session: undefined,
  request: undefined,
});
