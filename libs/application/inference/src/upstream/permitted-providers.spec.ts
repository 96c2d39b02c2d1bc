import { expect, it, jest } from '@jest/globals';
import { CachedTenantRules, TenantRules, type TenantSettings } from '@radiant/identity';
import { modelId, providerId, type Instant } from '@radiant/kernel';
import { SequentialIds } from '@radiant/kernel/testing';
import { DEFAULT_PHI_POLICY } from '@radiant/phi';
import {
  agreementId,
  MODEL_STATUSES,
  PROVIDER_STATUSES,
  Registry,
  RegistryStore,
  SERVICES,
  type RegistrySnapshot,
  type Route,
  type Service,
} from '@radiant/registry';
import { price } from '@radiant/registry/testing';
import fc from 'fast-check';
import {
  Asking,
  BROKEN,
  FAILED,
  INVALID,
  LIMITED,
  model,
  OVERLOADED,
  PRINCIPAL,
  provider,
  TIMED_OUT,
} from '../../test/asking.js';
import { RouteCall } from '../route-call.js';

/** Random states; the full number is what the promise is about, and takes about a minute. */
const STATES = Number(process.env['ROUTING_STATES'] ?? 3_000);
/** A change of the registry or of a tenant's rules is obeyed after this many ms. */
const SEEN_AFTER_MS = 5_000;
const NOON = Date.UTC(2026, 0, 15, 12);

jest.setTimeout(600_000);

/** What is true at a moment: the registry, and which providers the tenant allows. */
interface Facts {
  readonly registry: RegistrySnapshot;
  readonly allowed: readonly string[] | undefined;
}

const NAMES = ['a', 'b', 'c', 'd'] as const;
const PROVIDERS = ['acme', 'other', 'third'] as const;
/** Most are as they must be, so that much is left to lead astray. */
const mostly = <Value>(good: Value, ...others: readonly Value[]) =>
  fc.integer({ min: 0, max: 19 }).map((drawn) => (drawn < 18 ? good : (others[drawn % others.length] ?? good)));
const region = mostly<string | undefined>(undefined, 'us-east-1');
/** So that agreements begin and end while a call is under way. */
const soon = fc.constantFrom(-1, 0, 1, 2, 5, 1_000, 7_000, 100_000).map((offset) => NOON + offset);
const fields = { revision: 1, createdAt: NOON, updatedAt: NOON };

const registry = fc
  .record({
    providers: fc.tuple(
      ...PROVIDERS.map((id) =>
        fc
          .record({ status: mostly(...PROVIDER_STATUSES), hipaaCompliant: mostly(true, false), region })
          .map((over) => provider(id, over)),
      ),
    ),
    models: fc.tuple(
      ...NAMES.map((id) =>
        fc
          .record({ at: fc.constantFrom(...PROVIDERS), status: mostly(...MODEL_STATUSES), priced: mostly(true, false) })
          .map(({ at, status, priced }) => model(id, at, { status, prices: priced ? [price(1, 0)] : [] })),
      ),
    ),
    agreements: fc.array(
      fc.record({
        providerId: fc.constantFrom(...PROVIDERS).map((id) => providerId(id)),
        modelId: mostly(undefined, ...NAMES.map((id) => modelId(id))),
        region,
        services: mostly<readonly Service[]>(SERVICES, ['chat'], ['embeddings'], []),
        effectiveFrom: fc.oneof(fc.constant(0), soon),
        expiresAt: fc.oneof(fc.constant(NOON + 1e9), soon),
      }),
      { minLength: 2, maxLength: 5 },
    ),
    targets: fc.array(
      fc.record({
        modelId: fc.constantFrom(...NAMES).map((id) => modelId(id)),
        priority: fc.integer({ min: 0, max: 2 }),
        weight: fc.integer({ min: 1, max: 3 }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ providers, models, agreements, targets }): RegistrySnapshot => ({
    providers,
    models,
    agreements: agreements.map((each) => ({
      id: agreementId('aaaaaaaa-0000-4000-8000-000000000001'),
      documentReference: 'Contract 2026/17',
      ...fields,
      ...each,
    })),
    rules: [{ name: 'rule', targets, prefer: 'share', ...fields }],
  }));
const facts = fc.record({ registry, allowed: mostly<readonly string[] | undefined>(undefined, ['acme'], ['other']) });
const answers = fc.array(
  fc.constantFrom('ok' as const, FAILED, FAILED, OVERLOADED, BROKEN, TIMED_OUT, INVALID, LIMITED(1)),
  {
    minLength: 1,
    maxLength: 3,
  },
);
const state = fc.record({
  before: facts,
  after: fc.option(facts, { freq: 4, nil: undefined }),
  changesAfterAsks: fc.integer({ min: 0, max: 2 }),
  service: fc.constantFrom(...SERVICES),
  answers: fc.record({ a: answers, b: answers, c: answers, d: answers }),
  takesMs: fc.constantFrom(0, 1, 3, 900, 6_000),
  retries: fc.integer({ min: 0, max: 3 }),
});

class Store extends RegistryStore {
  constructor(private readonly known: () => RegistrySnapshot) {
    super();
  }
  async load(): Promise<RegistrySnapshot> {
    return this.known();
  }
}

class Rules extends TenantRules {
  constructor(private readonly known: () => Facts) {
    super();
  }
  async forTenant(): Promise<TenantSettings> {
    const { allowed } = this.known();
    return allowed === undefined ? {} : { allowedProviders: allowed };
  }
}

/** Said again in other words than the code's: compliant, covered at this very moment, and allowed. */
function maySee(
  { registry: { agreements, providers }, allowed }: Facts,
  { provider: to, model: by }: Route,
  service: Service,
  at: Instant,
) {
  const covered = agreements.some(
    (each) =>
      each.providerId === to.id &&
      [undefined, by.id].includes(each.modelId) &&
      [undefined, to.region].includes(each.region) &&
      each.services.includes(service) &&
      each.effectiveFrom <= at &&
      each.expiresAt > at,
  );
  const known = providers.find(({ id }) => id === to.id);
  return covered && known?.hipaaCompliant === true && (allowed === undefined || allowed.includes(to.id));
}

it(`${STATES} random states: no attempt that may show PHI goes to a provider that may not see it, first, retried or fallen back to`, async () => {
  const attempts = { all: 0, fallbacks: 0, retries: 0 };
  await fc.assert(
    fc.asyncProperty(state, async ({ before, after, changesAfterAsks, service, answers, takesMs, retries }) => {
      const world = new Asking({ consecutive: 2, latest: 4, failures: 3, openMs: 2_000 });
      world.earn(retries);
      let current = before;
      let replaced: { readonly facts: Facts; readonly until: Instant } | undefined;
      const { clock } = world;
      const routing = new RouteCall(
        new Registry(new Store(() => current.registry), clock, new SequentialIds()),
        new CachedTenantRules(new Rules(() => current), clock),
        { forTenant: async () => [] },
        { isAwake: async () => true, execute: async () => false },
        { begin: () => () => undefined },
        clock,
        world.standings,
      );
      const policy = { ...DEFAULT_PHI_POLICY, mode: 'disabled' as const };
      const caller = { stream: false, signal: new AbortController().signal };
      const routed = { principal: PRINCIPAL, model: 'rule', service, session: undefined, policy, caller };
      const routes = await routing.execute(routed).catch(() => undefined);
      if (!routes) return;
      const asked: Route[] = [];
      const forbidden: string[] = [];
      world.onAsk = (route) => {
        const now = clock.now();
        const known = [current, ...(replaced && now - replaced.until < SEEN_AFTER_MS ? [replaced.facts] : [])];
        if (!known.some((each) => maySee(each, route, service, now))) forbidden.push(route.provider.id);
        attempts.all += 1;
        if (asked.includes(route)) attempts.retries += 1;
        else if (asked.length > 0) attempts.fallbacks += 1;
        asked.push(route);
        if (after && asked.length > changesAfterAsks && !replaced) {
          replaced = { facts: current, until: now };
          current = after;
        }
      };
      await world.ask(routes, answers, (route) => routing.mayTake(routed, route), takesMs).catch(() => undefined);
      expect(forbidden).toEqual([]);
    }),
    { numRuns: STATES },
  );
  process.stdout.write(
    `${STATES} states: ${attempts.all} attempts, ${attempts.fallbacks} fallbacks, ${attempts.retries} retries, 0 not permitted
`,
  );
  expect(attempts.fallbacks).toBeGreaterThan(STATES / 50);
  expect(attempts.retries).toBeGreaterThan(STATES / 500);
});
