import { beforeEach, describe, expect, it } from '@jest/globals';
import { appId } from '@radiant/kernel';
import { of } from '../testing/case.js';
import { CHARTING, ROOT } from '../testing/people.js';
import { World } from '../testing/world.js';
import { CreateTenant } from './create-tenant.js';

let world: World;
beforeEach(() => {
  world = new World();
});

const refusal = (field: string) => ({ code: 'validation_error', facts: { field } });

describe('CreateTenant', () => {
  const create = (over: object = {}) =>
    new CreateTenant(...of(world), world.phiConfigs).execute(ROOT, { name: ' Clinic ', appId: CHARTING, ...over });

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
      revision: 1,
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

  it('gives it the settings and the policy that are asked for, from its first moment on', async () => {
    const settings = { maxTokensPerRequest: 4_000 };
    const tenant = await create({ settings, phiConfig: { mode: 'manual' } });
    expect(tenant).toMatchObject({ settings, phiConfig: { mode: 'manual' }, revision: 1 });
    expect(world.eventsOf(tenant.id)[0]?.details).toMatchObject({
      'after.settings.max_tokens_per_request': 4_000,
      'after.phi_config.mode': 'manual',
    });
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
    ['settings.max_tokens_per_request', { settings: { maxTokensPerRequest: 0 } }],
    ['settings.allowed_providers', { settings: { allowedProviders: ['unheard-of'] } }],
    ['phi_config.mode', { phiConfig: { mood: 'bad' } }],
  ])('refuses a wrong %s: %j', async (field, over) => {
    await expect(create(over)).rejects.toMatchObject(refusal(field));
    expect(world.state.tenants).toHaveLength(2);
  });

  it('refuses an app that is not active', async () => {
    world.state.apps.push({ id: appId('old'), name: 'Old', status: 'inactive' });
    await expect(create({ appId: appId('old') })).rejects.toMatchObject(refusal('app_id'));
  });
});
