import { beforeEach, describe, expect, it } from '@jest/globals';
import { DomainError, modelId, type ModelId } from '@radiant/kernel';
import type { ModelActivities } from '../ports/model-runtime.js';
import { NEW_YEAR } from './registry-examples.js';

const NEVER = { wokenAt: undefined, calledAt: undefined };
const nothing = async (): Promise<void> => undefined;

/** The laws of ModelActivities. `make` gives those of two models that were never woken. */
export function describeModelActivities(
  name: string,
  make: () => Promise<{ readonly activities: ModelActivities; readonly ids: readonly [ModelId, ModelId] }>,
): void {
  describe(`ModelActivities laws: ${name}`, () => {
    let activities: ModelActivities;
    let one: ModelId;
    let other: ModelId;

    beforeEach(async () => {
      const made = await make();
      activities = made.activities;
      [one, other] = made.ids;
    });

    it('know nothing of a model that was never woken or called', async () => {
      expect(await activities.of(one)).toEqual(NEVER);
      expect(await activities.of(modelId('nobody-has-it'))).toEqual(NEVER);
    });

    it('let one of many wake a model, and nobody again until the wake is stale', async () => {
      const claims = await Promise.all(
        Array.from({ length: 20 }, () => activities.claimWake(one, NEW_YEAR, NEW_YEAR - 1_000)),
      );
      expect(claims.filter(Boolean)).toHaveLength(1);
      expect(await activities.of(one)).toEqual({ wokenAt: NEW_YEAR, calledAt: undefined });
      expect(await activities.claimWake(one, NEW_YEAR + 500, NEW_YEAR - 1)).toBe(false);
      expect(await activities.claimWake(other, NEW_YEAR, NEW_YEAR - 1_000)).toBe(true);
      expect(await activities.claimWake(one, NEW_YEAR + 500, NEW_YEAR)).toBe(true);
      expect((await activities.of(one)).wokenAt).toBe(NEW_YEAR + 500);
    });

    it('take back a claim, and only the one that is meant', async () => {
      await activities.claimWake(one, NEW_YEAR, 0);
      await activities.withdrawWake(one, NEW_YEAR - 1);
      expect((await activities.of(one)).wokenAt).toBe(NEW_YEAR);
      await activities.withdrawWake(one, NEW_YEAR);
      expect(await activities.of(one)).toEqual(NEVER);
      expect(await activities.claimWake(one, NEW_YEAR + 1, 0)).toBe(true);
    });

    it('note calls, and never an earlier one over a later', async () => {
      await activities.called([one, other], NEW_YEAR);
      await activities.called([one], NEW_YEAR + 5);
      await activities.called([one], NEW_YEAR + 3);
      await activities.called([], NEW_YEAR + 9);
      expect((await activities.of(one)).calledAt).toBe(NEW_YEAR + 5);
      expect((await activities.of(other)).calledAt).toBe(NEW_YEAR);
    });

    it('put to sleep what nobody has called or woken since, and forget its wake', async () => {
      await activities.claimWake(one, NEW_YEAR, 0);
      await activities.called([one], NEW_YEAR + 10);
      expect(await activities.sleep(one, NEW_YEAR + 9, nothing)).toBe(false);
      expect((await activities.of(one)).wokenAt).toBe(NEW_YEAR);
      expect(await activities.sleep(one, NEW_YEAR + 10, nothing)).toBe(true);
      expect(await activities.of(one)).toEqual({ wokenAt: undefined, calledAt: NEW_YEAR + 10 });
      expect(await activities.sleep(other, NEW_YEAR, nothing)).toBe(true);
    });

    it('change nothing when putting it to sleep fails', async () => {
      await activities.claimWake(one, NEW_YEAR, 0);
      const failure = new DomainError('service_unavailable', 'the runtime is away');
      const sleep = activities.sleep(one, NEW_YEAR, async () => {
        throw failure;
      });
      await expect(sleep).rejects.toBe(failure);
      expect((await activities.of(one)).wokenAt).toBe(NEW_YEAR);
    });

    it('let nobody wake a model while it is put to sleep', async () => {
      const order: string[] = [];
      await activities.called([one], NEW_YEAR);
      let claim: Promise<void> | undefined;
      await activities.sleep(one, NEW_YEAR, async () => {
        claim = activities.claimWake(one, NEW_YEAR + 1, 0).then(() => void order.push('woken'));
        await activities.of(other); // another turn at the store, in which the claim must not get through
        order.push('asleep');
      });
      await claim;
      expect(order).toEqual(['asleep', 'woken']);
      expect((await activities.of(one)).wokenAt).toBe(NEW_YEAR + 1);
    });
  });
}
