import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Model } from '../model.js';
import type { ModelRuntime } from '../ports/model-runtime.js';
import { isAwake } from '../thermal/lifecycle.js';

/** A runtime, in which `known` has no instance, and what hurries it. */
export interface RuntimeUnderTest {
  readonly runtime: ModelRuntime;
  readonly known: Model;
  /** A model that it does not run. */
  readonly foreign: Model;
  /** Resolves when what was asked for is carried out. */
  carriedOut(): Promise<void>;
}

/** The laws of ModelRuntime. */
export function describeModelRuntime(name: string, make: () => Promise<RuntimeUnderTest>): void {
  describe(`ModelRuntime laws: ${name}`, () => {
    let given: RuntimeUnderTest;

    beforeEach(async () => {
      given = await make();
    });

    it('says nothing of a model that it does not run, and leaves it alone', async () => {
      const { runtime, foreign } = given;
      expect(await runtime.standing(foreign)).toBeUndefined();
      await runtime.scale(foreign, 1);
      expect(await runtime.standing(foreign)).toBeUndefined();
    });

    it('shows at once what was asked for, and what is ready when it is', async () => {
      const { runtime, known } = given;
      expect(await runtime.standing(known)).toEqual({ ready: 0, wanted: 0 });
      await runtime.scale(known, 2);
      expect(await runtime.standing(known)).toEqual({ ready: 0, wanted: 2 });
      await given.carriedOut();
      expect(await runtime.standing(known)).toEqual({ ready: 2, wanted: 2 });
    });

    it('has no awake model any more from the moment it is put to sleep', async () => {
      const { runtime, known } = given;
      await runtime.scale(known, 1);
      await given.carriedOut();
      await runtime.scale(known, 0);
      const standing = await runtime.standing(known);
      expect(standing && isAwake(standing)).toBe(false);
      await given.carriedOut();
      expect(await runtime.standing(known)).toEqual({ ready: 0, wanted: 0 });
    });

    it('takes the same order twice', async () => {
      const { runtime, known } = given;
      await Promise.all([runtime.scale(known, 1), runtime.scale(known, 1)]);
      await given.carriedOut();
      expect(await runtime.standing(known)).toEqual({ ready: 1, wanted: 1 });
    });
  });
}
