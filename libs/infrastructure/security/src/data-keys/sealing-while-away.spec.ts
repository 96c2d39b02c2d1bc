import { beforeEach, describe, expect, it } from '@jest/globals';
import type { SealContext } from '@radiant/kernel';
import { CLINIC, deployment, failureOf } from '../../test/replicas.js';

const WITHIN_MS = 5_000;
const WHERE: SealContext = { tenantId: CLINIC, record: 'phi#1', version: 1 };

describe('DataKeys, while the store stays away', () => {
  let world: ReturnType<typeof deployment>;

  beforeEach(() => {
    world = deployment();
  });

  it('seals under the last key known while the store stays down, so that calls that had left are written down', async () => {
    const { sealer } = world.replica();
    await sealer.seal(WHERE, 'before');
    world.store.down = true;
    world.clock.advance(WITHIN_MS * 100);
    const sealed = await sealer.seal(WHERE, 'meanwhile');
    world.store.down = false;
    expect(await sealer.open(WHERE, sealed)).toBe('meanwhile');
  });

  it('what is sealed so after the key was destroyed elsewhere can be opened by nobody', async () => {
    const { sealer } = world.replica();
    await sealer.seal(WHERE, 'before');
    await world.replica().keys.destroy(CLINIC, 'tenant');
    world.store.down = true;
    world.clock.advance(WITHIN_MS);
    const sealed = await sealer.seal(WHERE, 'meanwhile');
    world.store.down = false;
    expect(await failureOf(sealer.open(WHERE, sealed))).toMatchObject({ code: 'not_found' });
    expect(await failureOf(sealer.seal(WHERE, 'after'))).toMatchObject({ code: 'not_found' });
  });
});
