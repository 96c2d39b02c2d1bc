import { beforeEach, describe, expect, it } from '@jest/globals';
import { FixedClock } from '@radiant/kernel/testing';
import { RegularLook } from './regular-look.js';

describe('RegularLook', () => {
  let clock: FixedClock;
  let looks: number;
  let look: (urgent?: boolean) => Promise<void>;

  beforeEach(() => {
    clock = new FixedClock();
    looks = 0;
    const regular = new RegularLook(clock, 2_000);
    look = (urgent = false) =>
      regular.look(urgent, async () => {
        looks += 1;
      });
  });

  it('is made at first, and then when it is time', async () => {
    await look();
    clock.advance(1_999);
    await look();
    expect(looks).toBe(1);
    clock.advance(1);
    await look();
    expect(looks).toBe(2);
  });

  it('is made at once when it is urgent', async () => {
    await look();
    await look(true);
    expect(looks).toBe(2);
  });

  it('that failed is made again at the next asking, also when the one before it succeeded just now', async () => {
    const regular = new RegularLook(clock, 2_000);
    const outcomes = ['done', 'failed', 'done'];
    const made: string[] = [];
    const work = async (): Promise<void> => {
      const outcome = outcomes[made.length] ?? 'done';
      made.push(outcome);
      if (outcome === 'failed') throw new Error('the books are away');
    };
    await regular.look(false, work);
    await expect(regular.look(true, work)).rejects.toThrow('the books are away');
    await regular.look(false, work);
    await regular.look(false, work);
    expect(made).toEqual(['done', 'failed', 'done']);
  });
});
