import { beforeEach, describe, expect, it } from '@jest/globals';
import { modelId, PLATFORM_TENANT, providerId, type TenantId } from '@radiant/kernel';
import { holdOf, REASON } from '../testing/arranged.js';
import { of } from '../testing/case.js';
import { CLINIC, GRACE, HOSPITAL, ROOT } from '../testing/people.js';
import { LARGE, modelOf, providerOf, ruleOf } from '../testing/registry-rows.js';
import { World } from '../testing/world.js';
import { ChangeTenant, type TenantChange } from './change-tenant.js';
import { DeleteTenant } from './delete-tenant.js';
import { ReadTenant } from './read-tenant.js';

let world: World;
beforeEach(() => {
  world = new World();
});

const refusal = (field: string) => ({ code: 'validation_error', facts: { field } });

describe('ChangeTenant', () => {
  const change = (asked: TenantChange) =>
    new ChangeTenant(...of(world), world.phiConfigs).execute(GRACE, CLINIC, asked);
  const settings = {
    defaultModel: 'gpt-5',
    allowedProviders: ['openai', 'azure', 'openai'],
    maxTokensPerRequest: 128_000,
    tagKeys: ['team', 'project', 'team'],
    cache: { enabled: true, ttlSeconds: 60 },
    rateLimit: { requestsPerMinute: 1, tokensPerDay: 1_000_000 },
  };
  beforeEach(() => {
    for (const id of ['openai', 'azure']) world.state.providers.push(providerOf(world, { id: providerId(id) }));
    const model = { id: modelId('gpt-5'), providerId: providerId('openai') };
    world.state.models.push(modelOf(world, model), modelOf(world, { status: 'deprecated' }));
    world.state.rules.push(ruleOf(world));
  });

  it('changes what is named and nothing else', async () => {
    const [before] = world.state.tenants;
    world.clock.advance(1_000);
    const after = await change({ status: 'suspended' });
    expect(after).toStrictEqual({ ...before, status: 'suspended', revision: 2, updatedAt: world.now });
    expect(world.state.tenants[0]).toStrictEqual(after);
    expect(world.state.tenants[1]).toMatchObject({ id: HOSPITAL, status: 'active' });
  });

  it('tells of the fields that changed, before and after', async () => {
    await change({ name: 'Ward', settings, phiConfig: { mode: 'manual' } });
    expect(world.eventsOf(CLINIC)[0]?.details).toStrictEqual({
      'before.name': 'Clinic',
      'after.name': 'Ward',
      'before.settings.default_model': null,
      'after.settings.default_model': 'gpt-5',
      'before.settings.allowed_providers': null,
      'after.settings.allowed_providers': 'openai, azure',
      'before.settings.max_tokens_per_request': null,
      'after.settings.max_tokens_per_request': 128_000,
      'before.settings.tag_keys': null,
      'after.settings.tag_keys': 'team, project',
      'before.settings.cache.enabled': null,
      'after.settings.cache.enabled': true,
      'before.settings.cache.ttl_seconds': null,
      'after.settings.cache.ttl_seconds': 60,
      'before.settings.rate_limit.requests_per_minute': null,
      'after.settings.rate_limit.requests_per_minute': 1,
      'before.settings.rate_limit.tokens_per_day': null,
      'after.settings.rate_limit.tokens_per_day': 1_000_000,
      'before.phi_config.mode': null,
      'after.phi_config.mode': 'manual',
    });
  });

  it('replaces settings as a whole, field by field', async () => {
    await change({ settings });
    const smuggled = { defaultModel: 'gpt-5', apiBase: 'https://evil.example' };
    expect((await change({ settings: smuggled })).settings).toStrictEqual({ defaultModel: 'gpt-5' });
  });

  it('takes a domain and a PHI policy away with null', async () => {
    expect(await change({ domain: 'clinic.example', phiConfig: { mode: 'auto' } })).toMatchObject({
      domain: 'clinic.example',
      phiConfig: { mode: 'auto' },
    });
    expect(await change({ domain: null, phiConfig: null })).toMatchObject({ domain: undefined, phiConfig: undefined });
  });

  it.each<[string, object]>([
    ['name', { name: '' }],
    ['domain', { domain: 'no domain' }],
    ['status', { status: 'paused' }],
    ['status', { status: 'deleted' }],
    ['time_zone', { timeZone: 'Nowhere' }],
    ['phi_config.mode', { phiConfig: { mood: 'bad' } }],
    ['settings.default_model', { settings: { defaultModel: '../etc' } }],
    ['settings.default_model', { settings: { defaultModel: 'unheard-of' } }],
    ['settings.default_model', { settings: { defaultModel: LARGE } }],
    ['settings.default_model', { settings: { defaultModel: 'gpt-5', allowedProviders: ['azure'] } }],
    ['settings.allowed_providers', { settings: { allowedProviders: ['openai', 'unheard-of'] } }],
    ['settings.allowed_providers', { settings: { allowedProviders: ['a b'] } }],
    [
      'settings.allowed_providers',
      { settings: { allowedProviders: Array.from({ length: 1_001 }, (_, i) => `p${i}`) } },
    ],
    ['settings.max_tokens_per_request', { settings: { maxTokensPerRequest: 128_001 } }],
    ['settings.max_tokens_per_request', { settings: { maxTokensPerRequest: 0 } }],
    ['settings.tag_keys', { settings: { tagKeys: ['Jane Doe'] } }],
    ['settings.tag_keys', { settings: { tagKeys: Array.from({ length: 33 }, (_, i) => `k${i}`) } }],
    ['settings.cache.ttl_seconds', { settings: { cache: { enabled: true, ttlSeconds: 59 } } }],
    ['settings.cache.ttl_seconds', { settings: { cache: { enabled: true, ttlSeconds: 86_401 } } }],
    [
      'settings.rate_limit.requests_per_minute',
      { settings: { rateLimit: { requestsPerMinute: 0.5, tokensPerDay: 1 } } },
    ],
    ['settings.rate_limit.tokens_per_day', { settings: { rateLimit: { requestsPerMinute: 1, tokensPerDay: -1 } } }],
  ])('refuses a wrong %s', async (field, asked) => {
    const before = world.kept();
    await expect(change(asked)).rejects.toMatchObject(refusal(field));
    expect(world.kept()).toStrictEqual(before);
  });

  it('takes the name of a routing rule for a default model', async () => {
    expect((await change({ settings: { defaultModel: 'fast' } })).settings).toStrictEqual({ defaultModel: 'fast' });
  });

  it('keeps settings that were good when they were made, while other things change', async () => {
    await change({ settings });
    world.state.models.length = 0;
    expect(await change({ name: 'Ward' })).toMatchObject({ name: 'Ward', settings: { defaultModel: 'gpt-5' } });
  });

  it('changes what the caller has read, and nothing that was changed since', async () => {
    const execute = (revisions: readonly number[]) =>
      new ChangeTenant(...of(world), world.phiConfigs).execute(GRACE, CLINIC, { name: 'Ward' }, revisions);
    expect(await execute([1])).toMatchObject({ revision: 2 });
    await expect(execute([1])).rejects.toMatchObject({ code: 'precondition_failed' });
    expect(await execute([1, 2])).toMatchObject({ revision: 3 });
  });

  it('refuses a change that changes nothing', async () => {
    await expect(change({})).rejects.toMatchObject({ code: 'validation_error' });
    await expect(change({ name: undefined })).rejects.toMatchObject({ code: 'validation_error' });
  });
});

describe('DeleteTenant', () => {
  const remove = (over: object = {}) =>
    new DeleteTenant(...of(world), world.keys).execute(ROOT, CLINIC, { confirm: 'Clinic', reason: REASON, ...over });
  const deeds = (id: TenantId) =>
    world.eventsOf(id).map(({ action, outcome, resource }) => [action, outcome, resource?.type, resource?.id]);
  const INTENDED = ['tenant.delete', 'success', 'tenant_to_delete', CLINIC];

  it('serves the tenant no more and destroys each of its keys, and no key of another', async () => {
    for (const scope of ['tenant', 'tenant', 'session#1']) await world.keys.rotate(CLINIC, scope);
    await world.keys.rotate(HOSPITAL, 'tenant');
    expect(await remove()).toMatchObject({ tenant: { status: 'deleted', revision: 2 }, keysDestroyed: 3 });
    expect(world.state.tenants.map(({ status }) => status)).toEqual(['deleted', 'active']);
    await expect(world.keys.rotate(CLINIC, 'session#2')).rejects.toMatchObject({ code: 'not_found' });
    expect(await world.keys.rotate(HOSPITAL, 'tenant')).toBe(2);
  });

  it('tells of it in the trail of the tenant, and why in the trail of the platform', async () => {
    await remove();
    expect(deeds(CLINIC)).toEqual([INTENDED, ['tenant.delete', 'success', 'tenant', CLINIC]]);
    expect(deeds(PLATFORM_TENANT)).toEqual([INTENDED]);
    expect(world.eventsOf(PLATFORM_TENANT)[0]?.details).toStrictEqual({ reason: REASON });
  });

  it.each([
    ['confirm', { confirm: 'clinic' }],
    ['confirm', { confirm: CLINIC }],
    ['reason', { reason: 'too short' }],
  ])('is refused with a wrong %s: %j', async (field, over) => {
    const before = world.kept();
    await expect(remove(over)).rejects.toMatchObject(refusal(field));
    expect([world.kept(), world.state.events]).toStrictEqual([before, []]);
  });

  it('is refused while a legal hold stands', async () => {
    world.state.legalHolds.push(holdOf(world));
    const before = world.kept();
    await expect(remove()).rejects.toMatchObject({ code: 'conflict', message: 'a legal hold stands' });
    expect([world.kept(), world.state.events]).toStrictEqual([before, []]);
  });

  it('is refused when a hold is placed before the keys are gone, and they stay', async () => {
    await world.keys.rotate(CLINIC, 'tenant');
    const { governance } = world;
    const run = governance.run.bind(governance);
    governance.run = (tenantId, work) => {
      if (tenantId === PLATFORM_TENANT) governance.state.legalHolds.push(holdOf(world));
      return run(tenantId, work);
    };
    await expect(remove()).rejects.toMatchObject({ code: 'conflict' });
    expect(world.keys.versions.get(`${CLINIC} tenant`)).toBe(1);
    expect(deeds(CLINIC).at(-1)).toEqual(['tenant.delete', 'failed', 'tenant', CLINIC]);
  });

  it('is finished by asking again when the keys could not be had, with the tenant closed meanwhile', async () => {
    await world.keys.rotate(CLINIC, 'tenant');
    world.keys.fails = true;
    await expect(remove()).rejects.toMatchObject({ code: 'service_unavailable' });
    expect(world.state.tenants[0]).toMatchObject({ status: 'deleted' });
    expect(deeds(CLINIC).at(-1)).toEqual(['tenant.delete', 'failed', 'tenant', CLINIC]);
    world.keys.fails = false;
    expect(await remove()).toMatchObject({ tenant: { revision: 2 }, keysDestroyed: 1 });
    expect(await remove()).toMatchObject({ tenant: { revision: 2 }, keysDestroyed: 0 });
  });

  it('can not be undone, nor can anything of the tenant be changed any more', async () => {
    await remove();
    const change = new ChangeTenant(...of(world), world.phiConfigs).execute(ROOT, CLINIC, { status: 'active' });
    await expect(change).rejects.toMatchObject({ code: 'conflict', message: 'the tenant is deleted' });
  });
});

describe('ReadTenant', () => {
  it('shows a tenant and says so in its trail', async () => {
    const tenant = await new ReadTenant(...of(world)).execute(GRACE, CLINIC);
    expect(tenant).toMatchObject({ id: CLINIC, name: 'Clinic' });
    expect(world.eventsOf(CLINIC)).toMatchObject([{ action: 'tenant.read', resource: { type: 'tenant', id: CLINIC } }]);
  });
});
