import { beforeEach, describe, expect, it } from '@jest/globals';
import { PLATFORM_TENANT } from '@radiant/kernel';
import { RegistryStore, type RegistrySnapshot } from '@radiant/registry';
import { ACME, AGREEMENT_ID, agreementOf } from '../testing/registry-rows.js';
import { World } from '../testing/world.js';
import { ListAgreementWarnings } from './list-agreement-warnings.js';
import { WarnOfAgreements } from './warn-of-agreements.js';

const DAY = 86_400_000;

class WorldRegistry extends RegistryStore {
  constructor(private readonly world: World) {
    super();
  }
  async load(): Promise<RegistrySnapshot> {
    const { providers, models, agreements, rules } = this.world.state;
    return { providers, models, agreements, rules };
  }
}

let world: World;
let warn: WarnOfAgreements;
beforeEach(() => {
  world = new World();
  warn = new WarnOfAgreements(world.governance, world.ids, world.clock, world.alerts, new WorldRegistry(world));
});
const given = (daysLeft: number): void => {
  const expiresAt = world.now + daysLeft * DAY;
  world.state.agreements.splice(0, 1, agreementOf(world, { effectiveFrom: 0, updatedAt: 0, expiresAt }));
};

describe('an agreement that ends soon', () => {
  it('is warned of once: an alert, an event of the platform, and a row', async () => {
    given(20);
    expect(await warn.execute()).toBe(1);
    expect(await warn.execute()).toBe(0);
    expect(world.alerts.raised).toEqual([
      { kind: 'agreement.expiring', tenantId: PLATFORM_TENANT, ids: { agreementId: AGREEMENT_ID, providerId: ACME } },
    ]);
    expect(world.eventsOf(PLATFORM_TENANT)).toMatchObject([
      {
        action: 'agreement.warn',
        actor: { kind: 'system' },
        resource: { type: 'agreement', id: AGREEMENT_ID },
        details: { 'after.provider_id': ACME, 'after.days_before': 30 },
      },
    ]);
    const { items, total } = await new ListAgreementWarnings(world.governance).execute({ limit: 10, offset: 0 });
    expect([items, total]).toMatchObject([[{ agreementId: AGREEMENT_ID, daysBefore: 30, raisedAt: world.now }], 1]);
  });

  it('is warned of again when less is left, and when the end has come', async () => {
    given(20);
    await warn.execute();
    for (const days of [13, 6, 1]) {
      world.clock.advance(days * DAY);
      expect(await warn.execute()).toBe(1);
      expect(await warn.execute()).toBe(0);
    }
    expect(world.state.agreementWarnings.map(({ daysBefore }) => daysBefore)).toEqual([30, 7, 1, 0]);
    expect(world.alerts.raised.at(-1)).toMatchObject({ kind: 'agreement.expired' });
  });

  it('counts as not warned of when nobody could be told, or it could not be written down', async () => {
    given(5);
    for (const broken of [world.alerts, world.governance] as const) {
      const fails = 'auditFails' in broken ? 'auditFails' : 'fails';
      Object.assign(broken, { [fails]: true });
      await expect(warn.execute()).rejects.toMatchObject({ code: 'service_unavailable' });
      expect(world.state.agreementWarnings).toEqual([]);
      Object.assign(broken, { [fails]: false });
    }
    expect(await warn.execute()).toBe(1);
  });

  it('is left in peace while its end is far', async () => {
    given(31);
    expect(await warn.execute()).toBe(0);
  });
});
