import { beforeEach, describe, expect, it } from '@jest/globals';
import { appId } from '@radiant/kernel';
import { of } from '../testing/case.js';
import { CHARTING, CLINIC, GRACE, HOSPITAL, ROOT } from '../testing/people.js';
import { World } from '../testing/world.js';
import { ChangeTenant, type TenantChange } from './change-tenant.js';
import { CreateTenant } from './create-tenant.js';
import { ReadTenant } from './read-tenant.js';

let world: World;
beforeEach(() => {
  world = new World();
});

const refusal = (field: string) => ({ code: 'validation_error', facts: { field } });

describe('CreateTenant', () => {
  const create = (over: object = {}) =>
    new CreateTenant(...of(world)).execute(ROOT, { name: ' Clinic ', appId: CHARTING, ...over });

  it('takes in an active organisation under the defaults of the platform', async () => {
    const tenant = await create();
    expect(tenant).toStrictEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      appId: 'charting',
      name: 'Clinic',
      domain: undefined,
      status: 'active',
      settings: {},
      phiConfig: undefined,
      timeZone: 'UTC',
      createdAt: world.now,
      updatedAt: world.now,
    });
    expect(world.state.tenants).toContainEqual(tenant);
  });

  it('tells of it in the trail of the new tenant', async () => {
    const { id } = await create({ domain: 'Clinic.Example', timeZone: 'Europe/Berlin' });
    expect(world.eventsOf(id)).toMatchObject([
      {
        action: 'tenant.create',
        resource: { type: 'tenant', id },
        actor: { kind: 'admin', userId: 'root', crossTenant: true },
        details: {
          'after.name': 'Clinic',
          'after.app_id': 'charting',
          'after.domain': 'clinic.example',
          'after.status': 'active',
          'after.time_zone': 'Europe/Berlin',
        },
      },
    ]);
  });

  it.each(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Etc/GMT+1'])(
    'takes the time zone %s',
    async (zone) => {
      expect(await create({ timeZone: zone })).toMatchObject({ timeZone: zone });
    },
  );

  it.each([
    ['name', { name: '  ' }],
    ['name', { name: 'x'.repeat(201) }],
    ['name', { name: 'a\u0000b' }],
    ['app_id', { appId: appId('unheard-of') }],
    ['domain', { domain: 'clinic' }],
    ['domain', { domain: 'clinic..example' }],
    ['domain', { domain: '-clinic.example' }],
    ['domain', { domain: `${'a.'.repeat(126)}ab` }],
    ['time_zone', { timeZone: 'Mars/Olympus' }],
    ['time_zone', { timeZone: '+01:00' }],
    ['time_zone', { timeZone: '' }],
  ])('refuses a wrong %s: %j', async (field, over) => {
    await expect(create(over)).rejects.toMatchObject(refusal(field));
    expect(world.state.tenants).toHaveLength(2);
  });

  it('refuses an app that is not active', async () => {
    world.state.apps.push({ id: appId('old'), name: 'Old', status: 'inactive' });
    await expect(create({ appId: appId('old') })).rejects.toMatchObject(refusal('app_id'));
  });
});

describe('ChangeTenant', () => {
  const change = (asked: TenantChange) =>
    new ChangeTenant(...of(world), world.phiConfigs).execute(GRACE, CLINIC, asked);
  const settings = {
    defaultModel: 'gpt-5',
    allowedProviders: ['openai', 'azure', 'openai'],
    maxTokensPerRequest: 128_000,
    rateLimit: { requestsPerMinute: 1, tokensPerDay: 1_000_000 },
  };

  it('changes what is named and nothing else', async () => {
    const [before] = world.state.tenants;
    world.clock.advance(1_000);
    const after = await change({ status: 'suspended' });
    expect(after).toStrictEqual({ ...before, status: 'suspended', updatedAt: world.now });
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
    ['time_zone', { timeZone: 'Nowhere' }],
    ['phi_config.mode', { phiConfig: { mood: 'bad' } }],
    ['settings.default_model', { settings: { defaultModel: '../etc' } }],
    ['settings.allowed_providers', { settings: { allowedProviders: ['a b'] } }],
    [
      'settings.allowed_providers',
      { settings: { allowedProviders: Array.from({ length: 1_001 }, (_, i) => `p${i}`) } },
    ],
    ['settings.max_tokens_per_request', { settings: { maxTokensPerRequest: 128_001 } }],
    ['settings.max_tokens_per_request', { settings: { maxTokensPerRequest: 0 } }],
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

  it('refuses a change that changes nothing', async () => {
    await expect(change({})).rejects.toMatchObject({ code: 'validation_error' });
    await expect(change({ name: undefined })).rejects.toMatchObject({ code: 'validation_error' });
  });
});

describe('ReadTenant', () => {
  it('shows a tenant and says so in its trail', async () => {
    const tenant = await new ReadTenant(...of(world)).execute(GRACE, CLINIC);
    expect(tenant).toMatchObject({ id: CLINIC, name: 'Clinic' });
    expect(world.eventsOf(CLINIC)).toMatchObject([{ action: 'tenant.read', resource: { type: 'tenant', id: CLINIC } }]);
  });
});
