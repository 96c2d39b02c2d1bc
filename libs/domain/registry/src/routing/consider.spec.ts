import { describe, expect, it } from '@jest/globals';
import { modelId } from '@radiant/kernel';
import fc from 'fast-check';
import { agreement, ANY, model, NOON, price, provider } from '../../test/entries.js';
import { SERVICES, type Agreement, type Service } from '../agreement.js';
import { MODEL_STATUSES } from '../model.js';
import { PROVIDER_STATUSES } from '../provider.js';
import { RegistryView } from '../registry-view.js';
import { consider, refusalError, type RouteDemands } from './consider.js';

/** Random states; the full number, 100,000, is what the promise is about. */
const STATES = Number(process.env['ROUTING_STATES'] ?? 10_000);

const PHI: RouteDemands = { ...ANY, exposesPhi: true };
const refusalOf = (demands: RouteDemands, agreements: readonly Agreement[] = [], over: object = {}) =>
  consider(model('a'), provider('acme', over), agreements, demands, NOON).refusal;

describe('a call that may show PHI to its provider', () => {
  it('goes to a compliant provider while an agreement is in force, from its first moment to just before its last', () => {
    const at = (effectiveFrom: number, expiresAt: number) => refusalOf(PHI, [agreement({ effectiveFrom, expiresAt })]);
    expect(at(NOON, NOON + 1)).toBeUndefined();
    expect(at(NOON + 1, NOON + 2)).toBe('baa_required');
    expect(at(NOON - 1, NOON)).toBe('baa_required');
  });

  it.each([
    ['no agreement', [], {}],
    ['one with another provider', [agreement({ providerId: provider('other').id })], {}],
    ['one of another model', [agreement({ modelId: modelId('b') })], {}],
    ['one of another region', [agreement({ region: 'eu-west-1' })], { region: 'us-east-1' }],
    ['one of a region, and a provider that says none', [agreement({ region: 'eu-west-1' })], {}],
    ['one of other services', [agreement({ services: ['embeddings'] })], {}],
    ['a provider that is not marked as compliant', [agreement()], { hipaaCompliant: false }],
  ] as const)('is refused with %s', (_what, agreements, over) => {
    expect(refusalOf(PHI, agreements, over)).toBe('baa_required');
    expect(refusalOf(ANY, agreements, over)).toBeUndefined();
  });

  it('goes where any one of several agreements lets it', () => {
    const narrow = agreement({ modelId: modelId('a'), region: 'eu-west-1' });
    expect(refusalOf(PHI, [agreement({ services: [] }), narrow], { region: 'eu-west-1' })).toBeUndefined();
  });
});

describe('what else a call needs', () => {
  it('is looked at in an order that tells as little as it must', () => {
    const everything: RouteDemands = {
      service: 'chat',
      exposesPhi: true,
      providers: ['other'],
      models: new Set(['b']),
    };
    const off = model('a', { status: 'inactive', prices: [] });
    const acme = provider('acme');
    expect(consider(off, acme, [], everything, NOON).refusal).toBe('not_active');
    const on = model('a', { prices: [] });
    expect(consider(on, acme, [], everything, NOON).refusal).toBe('model_not_in_scope');
    expect(consider(on, acme, [], { ...everything, models: undefined }, NOON).refusal).toBe('provider_not_allowed');
    expect(consider(on, acme, [], PHI, NOON).refusal).toBe('baa_required');
    expect(consider(on, acme, [agreement()], PHI, NOON).refusal).toBe('model_not_priced');
    const switchedOff = model('a', { thermalState: 'OFF' });
    expect(consider(switchedOff, acme, [agreement()], PHI, NOON).refusal).toBe('switched_off');
  });

  it('is a price of what every call of the service has', () => {
    const inputOnly = model('a', { prices: [price({ rates: { input_tokens: 1n, images: 1n } })] });
    const refusal = (service: RouteDemands['service']) =>
      consider(inputOnly, provider('acme'), [], { ...ANY, service }, NOON).refusal;
    expect([refusal('chat'), refusal('embeddings')]).toEqual(['model_not_priced', undefined]);
  });

  it('is a capability for what is asked; one that names no service may be asked for a chat or embeddings', () => {
    const refusal = (capabilities: string[], service: RouteDemands['service']) =>
      consider(model('a', { capabilities }), provider('acme'), [], { ...ANY, service }, NOON).refusal;
    const refused = (capabilities: string[]) => SERVICES.filter((service) => refusal(capabilities, service));
    expect(refused(['chat', 'tools'])).toEqual(['embeddings', 'moderations', 'rerank']);
    expect(refused(['embeddings'])).toEqual(['chat', 'moderations', 'rerank']);
    expect(refused(['rerank', 'chat'])).toEqual(['embeddings', 'moderations']);
    expect(refused(['vision'])).toEqual(['moderations', 'rerank']);
    expect(refused([])).toEqual(['moderations', 'rerank']);
    expect(refusal(['embeddings'], 'chat')).toBe('service_not_offered');
    const embeds = consider(model('a', { capabilities: ['embeddings'] }), provider('acme'), [], ANY, NOON);
    expect(refusalError([embeds], 'chat')).toMatchObject({
      code: 'validation_error',
      message: 'the model a has not the capability chat',
      facts: { field: 'model' },
    });
  });

  it('names each refusal by its own code', () => {
    const codes = [
      [{ ...ANY, models: new Set<string>() }, 'forbidden'],
      [{ ...ANY, providers: [] }, 'forbidden'],
      [PHI, 'baa_required'],
    ] as const;
    for (const [demands, code] of codes) {
      expect(refusalError([consider(model('a'), provider('acme'), [], demands, NOON)], 'chat').code).toBe(code);
    }
    const unpriced = consider(model('a', { prices: [] }), provider('acme'), [], ANY, NOON);
    expect(refusalError([unpriced], 'chat').code).toBe('model_not_priced');
    const switchedOff = consider(model('a', { thermalState: 'OFF' }), provider('acme'), [], ANY, NOON);
    expect(refusalError([switchedOff], 'chat')).toMatchObject({
      code: 'service_unavailable',
      message: 'the model a is switched off',
      facts: { model: 'a' },
    });
    expect(refusalError([], 'chat').code).toBe('not_found');
  });
});

describe('what is drained', () => {
  it('takes no new call, be it the provider or one of its models, and says when to come again', () => {
    expect(refusalOf(ANY, [], { draining: true })).toBe('draining');
    const drained = consider(model('a', { draining: true }), provider('acme'), [], ANY, NOON);
    expect(drained.refusal).toBe('draining');
    expect(refusalError([drained], 'chat')).toMatchObject({
      code: 'service_unavailable',
      facts: { model: 'a', retryAfterSeconds: expect.any(Number) },
    });
  });
});

describe('100,000 random states of the registry', () => {
  const names = ['a', 'b', 'c'] as const;
  const providers = ['acme', 'other'] as const;
  const instants = fc.integer({ min: -3, max: 3 }).map((offset) => NOON + offset);
  /** Most are as they must be, so that much is left to lead astray. */
  const mostly = <Value>(good: Value, ...others: readonly Value[]) =>
    fc.integer({ min: 0, max: 9 }).map((drawn) => (drawn < 7 ? good : (others[drawn % others.length] ?? good)));
  const region = mostly(undefined, 'us-east-1', 'eu-west-1');
  const agreements = fc.array(
    fc
      .record({
        providerId: fc.constantFrom(...providers).map((id) => provider(id).id),
        modelId: mostly(undefined, ...names.map((id) => modelId(id))),
        region,
        services: mostly<readonly Service[]>(SERVICES, ['chat'], ['embeddings'], []),
        effectiveFrom: fc.oneof(instants, fc.constant(0)),
        expiresAt: fc.oneof(instants, fc.constant(NOON + 100)),
      })
      .map(agreement),
    { minLength: 3, maxLength: 5 },
  );
  const state = fc.record({
    providers: fc.tuple(
      ...providers.map((id) =>
        fc
          .record({ status: mostly(...PROVIDER_STATUSES), hipaaCompliant: mostly(true, false), region })
          .map((over) => provider(id, over)),
      ),
    ),
    models: fc.tuple(
      ...names.map((id) =>
        fc
          .record({
            providerId: fc.constantFrom(...providers).map((name) => provider(name).id),
            status: mostly(...MODEL_STATUSES),
            prices: mostly([price({ effectiveFrom: NOON })], [price({ effectiveFrom: NOON + 1 })], []),
          })
          .map((over) => model(id, over)),
      ),
    ),
    agreements,
    targets: fc.array(
      fc.record({
        modelId: fc.constantFrom(...names).map((id) => modelId(id)),
        priority: fc.integer({ min: 0, max: 2 }),
        weight: fc.integer({ min: 1, max: 3 }),
      }),
      { maxLength: 4 },
    ),
    lot: fc.constantFrom(1, 0.5, 1e-9),
    service: fc.constantFrom(...SERVICES),
    asked: fc.constantFrom('a', 'b', 'c', 'rule', 'upstream-a', 'none'),
  });

  it('lead no call that may show PHI, nor any of its fallbacks, to a provider without an agreement in force', () => {
    let led = 0;
    fc.assert(
      fc.property(state, (given) => {
        const rule = {
          name: 'rule',
          targets: given.targets,
          prefer: 'share' as const,
          revision: 1,
          createdAt: NOON,
          updatedAt: NOON,
        };
        const { providers, models, agreements } = given;
        const view = new RegistryView({ providers, models, agreements, rules: [rule] });
        const demands: RouteDemands = { ...PHI, service: given.service };
        for (const { route } of view.consider(given.asked, demands, NOON, {
          draw: () => given.lot,
          firstByteMs: () => undefined,
        })) {
          if (!route) continue;
          led += 1;
          const { id, hipaaCompliant, region } = route.provider;
          const covered = agreements.some(
            (each) =>
              each.providerId === id &&
              [undefined, route.model.id].includes(each.modelId) &&
              [undefined, region].includes(each.region) &&
              each.services.includes(given.service) &&
              each.effectiveFrom <= NOON &&
              each.expiresAt > NOON,
          );
          expect([hipaaCompliant, covered]).toEqual([true, true]);
        }
      }),
      { numRuns: STATES },
    );
    expect(led).toBeGreaterThan(STATES / 20); // the states are not all refused
  });
});
