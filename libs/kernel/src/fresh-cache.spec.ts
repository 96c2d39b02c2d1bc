import { beforeEach, describe, expect, it } from '@jest/globals';
import { FreshCache } from './fresh-cache.js';
import { FixedClock } from './testing/index.js';

const MAX_AGE_MS = 1_000;

interface Loading {
  readonly key: string;
  readonly answer: (value: string) => void;
  readonly fail: (error: Error) => void;
}

describe('FreshCache', () => {
  let clock: FixedClock;
  let loads: Loading[];
  let cache: FreshCache<string, string>;

  beforeEach(() => {
    clock = new FixedClock();
    loads = [];
    const load = (key: string) => new Promise<string>((answer, fail) => loads.push({ key, answer, fail }));
    cache = new FreshCache(clock, { maxAgeMs: MAX_AGE_MS, maxEntries: 3 }, load);
  });

  const loaded = async (key: string, value: string): Promise<void> => {
    const reading = cache.get(key);
    loads.at(-1)!.answer(value);
    expect(await reading).toBe(value);
  };
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it('loads a key once and answers at once, without a promise, while it is fresh', async () => {
    await loaded('a', 'first');
    clock.advance(MAX_AGE_MS / 2);
    expect(cache.get('a')).toBe('first');
    expect(loads).toHaveLength(1);
  });

  it('lets all who ask for one key at once share one load', async () => {
    const readings = Promise.all([cache.get('a'), cache.get('a'), cache.get('a')]);
    expect(loads).toHaveLength(1);
    loads[0]!.answer('shared');
    expect(await readings).toEqual(['shared', 'shared', 'shared']);
  });

  it('keeps keys apart', async () => {
    await loaded('a', 'of a');
    await loaded('b', 'of b');
    expect([cache.get('a'), cache.get('b')]).toEqual(['of a', 'of b']);
    expect(loads.map(({ key }) => key)).toEqual(['a', 'b']);
  });

  it('from half its age on answers with what it has and reloads once behind the scenes', async () => {
    await loaded('a', 'old');
    clock.advance(MAX_AGE_MS / 2 + 1);
    expect([cache.get('a'), cache.get('a')]).toEqual(['old', 'old']);
    expect(loads).toHaveLength(2);
    loads[1]!.answer('new');
    await settled();
    expect(cache.get('a')).toBe('new');
    expect(loads).toHaveLength(2);
  });

  it('gives no answer beyond its age: the reader waits for the load', async () => {
    await loaded('a', 'old');
    clock.advance(MAX_AGE_MS);
    expect(cache.get('a')).toBe('old');
    clock.advance(1);
    const reading = cache.get('a');
    expect(loads).toHaveLength(2); // the reload that the last read began
    loads[1]!.answer('new');
    expect(await reading).toBe('new');
  });

  it('counts the age from when the load began, since the store answered some time after that', async () => {
    const reading = cache.get('a');
    clock.advance(MAX_AGE_MS - 10);
    loads[0]!.answer('slow');
    expect(await reading).toBe('slow');
    clock.advance(11);
    void cache.get('a');
    expect(cache.get('a')).toBeInstanceOf(Promise);
    expect(loads).toHaveLength(2);
  });

  it('joins no load that began longer ago than the age allows, and does not keep what that one answers', async () => {
    const stuck = cache.get('a');
    clock.advance(MAX_AGE_MS);
    void cache.get('a');
    expect(loads).toHaveLength(1);
    clock.advance(1);
    const fresh = cache.get('a');
    expect(loads).toHaveLength(2);
    loads[1]!.answer('new');
    expect(await fresh).toBe('new');
    loads[0]!.answer('ancient');
    expect(await stuck).toBe('ancient');
    expect(cache.get('a')).toBe('new');
  });

  it('passes a failure on to everybody who waited and keeps none of it', async () => {
    const readings = Promise.allSettled([cache.get('a'), cache.get('a')]);
    loads[0]!.fail(new Error('down'));
    expect(await readings).toMatchObject([
      { status: 'rejected', reason: { message: 'down' } },
      { status: 'rejected', reason: { message: 'down' } },
    ]);
    await loaded('a', 'back');
    expect(loads).toHaveLength(2);
  });

  it('hides a failed reload while the answer is fresh, and tries again at the next read', async () => {
    await loaded('a', 'old');
    clock.advance(MAX_AGE_MS - 1);
    expect(cache.get('a')).toBe('old');
    loads[1]!.fail(new Error('down'));
    await settled();
    expect(cache.get('a')).toBe('old');
    expect(loads).toHaveLength(3);
  });

  it('shows the failure once the answer is too old', async () => {
    await loaded('a', 'old');
    clock.advance(MAX_AGE_MS + 1);
    const reading = cache.get('a');
    loads[1]!.fail(new Error('down'));
    await expect(reading).rejects.toThrow('down');
  });

  it('loads a forgotten key anew', async () => {
    await loaded('a', 'old');
    cache.forget('a');
    await loaded('a', 'new');
    expect(cache.get('a')).toBe('new');
  });

  it('keeps nothing of a load during which the key was forgotten', async () => {
    const before = cache.get('a');
    cache.forget('a');
    const after = cache.get('a');
    expect(loads).toHaveLength(2);
    loads[1]!.answer('new');
    loads[0]!.answer('revoked since');
    expect([await before, await after]).toEqual(['revoked since', 'new']);
    expect(cache.get('a')).toBe('new');
  });

  it('is not disturbed by the failure of a load during which the key was forgotten', async () => {
    const before = Promise.allSettled([cache.get('a')]);
    cache.forget('a');
    const after = cache.get('a');
    loads[0]!.fail(new Error('down'));
    await before;
    expect(cache.get('a')).toBe(after); // still one load for all
    loads[1]!.answer('new');
    expect(await after).toBe('new');
  });

  it('holds so many entries and drops the one loaded longest ago', async () => {
    for (const key of ['a', 'b', 'c']) await loaded(key, key);
    clock.advance(MAX_AGE_MS / 2 + 1);
    expect(cache.get('a')).toBe('a');
    loads.at(-1)!.answer('a again');
    await settled();
    clock.advance(-1);
    await loaded('d', 'd'); // the fourth: b goes, a was reloaded
    expect(['a', 'c', 'd'].map((key) => cache.get(key))).toEqual(['a again', 'c', 'd']);
    expect(loads).toHaveLength(5);
    void cache.get('b');
    expect(loads.at(-1)!.key).toBe('b');
    expect(loads).toHaveLength(6);
  });

  it('keeps undefined as an answer like any other', async () => {
    let calls = 0;
    const absent = new FreshCache<string, undefined>(clock, { maxAgeMs: MAX_AGE_MS, maxEntries: 1 }, async () => {
      calls += 1;
      return undefined;
    });
    await absent.get('a');
    expect(absent.get('a')).toBeUndefined();
    expect(calls).toBe(1);
  });
});
