import { describe, expect, it } from '@jest/globals';
import { PLATFORM_TENANT, type TenantId } from '@radiant/kernel';
import * as governance from './index.js';
import { ADDRESS, arranged, INVITATION_TOKEN, REASON } from './testing/arranged.js';
import type { Case } from './testing/case.js';
import { CHANGES } from './testing/changes.js';
import { CLINIC, FOREIGNER, GRACE, HOSPITAL, NOBODY, ORIGIN, REQUEST, ROOT } from './testing/people.js';
import { READS } from './testing/reads.js';
import type { World } from './testing/world.js';

const worldOf = (name: string): Promise<World> => arranged({ held: name === 'ReleaseLegalHold' });
const act = ({ act: does, by = GRACE }: Case, world: World, tenantId: TenantId = CLINIC): Promise<unknown> =>
  does(world, by, tenantId);

const changes = Object.entries(CHANGES);
const reads = Object.entries(READS);
const all = [...changes, ...reads];
/** What nobody asks for; each has a spec of its own. */
const BY_TIMER = ['WarnOfAgreements'];
const ofTenants = all.filter(([, { platformWide }]) => !platformWide);

describe('use cases of administration', () => {
  it('are all looked at here', () => {
    const useCases = Object.entries(governance)
      .filter(([, value]) => typeof value === 'function' && 'execute' in (value.prototype ?? {}))
      .map(([name]) => name);
    expect([...all.map(([name]) => name), ...BY_TIMER].sort()).toStrictEqual(useCases.sort());
  });

  it.each(changes)('%s changes something and leaves its events', async (name, change) => {
    const world = await worldOf(name);
    const before = world.kept();
    await act(change, world);
    expect(world.kept()).not.toStrictEqual(before);
    expect(world.state.events).toHaveLength((change.events ?? 1) + (change.platformEvents ?? 0));
    for (const event of world.state.events) {
      const { userId, homeTenantId } = (change.by ?? GRACE).principal;
      expect(event).toMatchObject({ outcome: 'success', requestId: REQUEST, origin: ORIGIN, occurredAt: world.now });
      expect(event.actor).toMatchObject({ userId, crossTenant: event.tenantId !== homeTenantId });
      expect(Object.values(event.details ?? {}).filter((value) => typeof value === 'object' && value)).toEqual([]);
    }
  });

  it.each(changes)('%s changes nothing when the trail can not be written', async (name, change) => {
    const world = await worldOf(name);
    const before = world.kept();
    world.governance.auditFails = true;
    await expect(act(change, world)).rejects.toMatchObject({ code: 'service_unavailable' });
    expect(world.kept()).toStrictEqual(before);
    expect(world.state.events).toStrictEqual([]);
  });

  it.each(changes)('%s writes no secret, hash, address or reason into the trail', async (name, change) => {
    const world = await worldOf(name);
    const shown = JSON.stringify(await act(change, world));
    const secrets = [...shown.matchAll(/(?:rad_dev_\w{12}|inv)_\w{43}/g)].map(([secret]) => secret);
    // Why a tenant was deleted is in the platform's trail alone: the tenant's own can't be read any more.
    const trail = JSON.stringify(world.state.events.filter(({ tenantId }) => tenantId !== PLATFORM_TENANT));
    for (const hidden of [REASON, ADDRESS, INVITATION_TOKEN, 'anary', 'hash of', ...secrets]) {
      expect(trail).not.toContain(hidden);
    }
  });

  it.each(reads)('%s changes nothing, and leaves what it is to leave', async (name, read) => {
    const world = await worldOf(name);
    const before = world.kept();
    await act(read, world);
    expect(world.kept()).toStrictEqual(before);
    expect(world.state.events).toHaveLength(read.events ?? 1);
  });

  it.each(reads.filter(([, { events }]) => events !== 0))('%s shows nothing untold', async (name, read) => {
    const world = await worldOf(name);
    world.governance.auditFails = true;
    await expect(act(read, world)).rejects.toMatchObject({ code: 'service_unavailable' });
  });

  it.each(ofTenants)("%s answers alike for another's tenant and for one that is not there", async (name, useCase) => {
    const world = await worldOf(name);
    const before = world.kept();
    const refused = { code: 'not_found', message: 'there is no such tenant', facts: {} };
    await expect(useCase.act(world, FOREIGNER, CLINIC)).rejects.toMatchObject(refused);
    await expect(useCase.act(world, FOREIGNER, NOBODY)).rejects.toMatchObject(refused);
    await expect(useCase.act(world, ROOT, NOBODY)).rejects.toMatchObject(refused);
    expect(world.kept()).toStrictEqual(before);
    expect(world.state.events).toStrictEqual([]);
  });

  it.each(ofTenants)(
    '%s by a super administrator stands in the trail of the tenant, as crossing',
    async (name, useCase) => {
      const world = await worldOf(name);
      await useCase.act(world, ROOT, CLINIC);
      expect(world.eventsOf(HOSPITAL)).toStrictEqual([]);
      expect(world.eventsOf(CLINIC).map(({ actor }) => actor.crossTenant)).toStrictEqual(
        Array.from({ length: useCase.events ?? 1 }, () => true),
      );
    },
  );
});
