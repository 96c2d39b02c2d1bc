import { describe, expect, it } from '@jest/globals';
import { SetMarkup, type AskedMarkup } from '../index.js';
import { of } from '../testing/case.js';
import { CLINIC, GRACE } from '../testing/people.js';
import { World } from '../testing/world.js';

const HOUR_MS = 3_600_000;
const setting = (world: World, asked: AskedMarkup, expected?: readonly number[]) =>
  new SetMarkup(...of(world)).execute(GRACE, CLINIC, asked, expected);
const trail = (world: World) => world.eventsOf(CLINIC).map(({ details }) => details);

describe('a markup', () => {
  it('is a new version each time, told with the one that it follows', async () => {
    const world = new World();
    await setting(world, { basisPoints: 1_500 });
    const [, second] = await setting(world, { basisPoints: 700, effectiveFrom: world.now + HOUR_MS });
    expect(second).toMatchObject({
      version: 2,
      basisPoints: 700,
      effectiveFrom: world.now + HOUR_MS,
      createdBy: 'grace',
    });
    expect(trail(world)[1]).toMatchObject({
      'before.basis_points': 1_500,
      'after.basis_points': 700,
      'after.version': 2,
    });
  });

  it('that is in force already changes nothing, unless another one is to follow', async () => {
    const world = new World();
    await setting(world, { basisPoints: 1_500 });
    expect(await setting(world, { basisPoints: 1_500 })).toHaveLength(1);
    await setting(world, { basisPoints: 9, effectiveFrom: world.now + HOUR_MS });
    expect(await setting(world, { basisPoints: 1_500 })).toHaveLength(3);
    expect(trail(world)).toHaveLength(3);
  });

  it('is set only on what was read', async () => {
    const world = new World();
    await setting(world, { basisPoints: 1 }, [0]);
    await expect(setting(world, { basisPoints: 2 }, [0])).rejects.toMatchObject({ code: 'precondition_failed' });
    expect(await setting(world, { basisPoints: 2 }, [1])).toHaveLength(2);
  });

  it.each<[string, AskedMarkup]>([
    ['model_id', { basisPoints: 1, modelId: 'no-such-model' }],
    ['model_id', { basisPoints: 1, modelId: 'no such form' }],
    ['basis_points', { basisPoints: -1 }],
    ['basis_points', { basisPoints: 1_000_001 }],
    ['basis_points', { basisPoints: 0.5 }],
    ['effective_from', { basisPoints: 1, effectiveFrom: 0 }],
  ])('with a wrong %s is refused by name: %j', async (field, asked) => {
    const world = new World();
    await expect(setting(world, asked)).rejects.toMatchObject({ code: 'validation_error', facts: { field } });
    expect(world.eventsOf(CLINIC)).toEqual([]);
  });
});
