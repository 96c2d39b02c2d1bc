import { beforeEach, describe, expect, it } from '@jest/globals';
import { DomainError } from '@radiant/kernel';
import {
  Asking,
  BROKEN,
  DEADLINE_MS,
  FAILED,
  INVALID,
  LIMITED,
  OVERLOADED,
  provider,
  route,
  TIMED_OUT,
  TIMED_OUT_BY_STATUS,
  UNAUTHORIZED,
} from '../../test/asking.js';

const A = route('a');
const B = route('b');
const C = route('c');
const code = (expected: string) => expect.objectContaining({ code: expected });

describe('asking the providers of a call', () => {
  let world: Asking;
  beforeEach(() => {
    world = new Asking();
  });

  it('asks the first, and no other when it answers', async () => {
    const { answer, departed } = await world.ask([A, B], {});
    expect([answer, departed.route]).toEqual(['a', A]);
    expect(world.log).toEqual(['a:depart', 'a:ask']);
    expect(world.settlements).toEqual([]);
  });

  it.each([
    ['an error of its own', FAILED],
    ['too much to do', OVERLOADED],
    ['a limit', LIMITED(30)],
    ['a connection that breaks', BROKEN],
    ['a deadline that passes', TIMED_OUT],
    ['a 408', TIMED_OUT_BY_STATUS],
  ])('falls back at %s, and what leaves for the next one is accounted for before it leaves', async (_, error) => {
    const { answer, departed } = await world.ask([A, B, C], { a: [error] });
    expect([answer, departed.number]).toEqual(['b', 2]);
    expect(world.log).toEqual(['a:depart', 'a:ask', 'a:fail', 'b:depart', 'b:ask']);
    expect(world.settlements).toEqual([]);
  });

  it.each([
    ['the request is not valid', INVALID],
    ['the gateway has no right to ask', UNAUTHORIZED],
  ])('asks nobody else when the first says that %s', async (_, error) => {
    world.earn(2);
    await expect(world.ask([A, B], { a: [error] })).rejects.toBe(error);
    expect(world.log).toEqual(['a:depart', 'a:ask', 'a:fail']);
    expect(world.settlements).toMatchObject([{ model: 'a', outcome: 'failed', consumed: undefined }]);
  });

  it('asks nobody else when the caller has left, and bills what was asked for', async () => {
    const left = world.ask([A, B], { a: [BROKEN] }, async () => (world.abort.abort(), true));
    await expect(left).rejects.toBe(BROKEN);
    expect(world.log).toEqual(['a:depart', 'a:ask', 'a:fail']);
    expect(world.settlements).toMatchObject([{ outcome: 'cancelled', consumed: { texts: [] } }]);
  });

  it('ends with what the last of them said, closed under its name', async () => {
    await expect(world.ask([A, B], { a: [FAILED], b: [OVERLOADED] })).rejects.toBe(OVERLOADED);
    expect(world.settlements).toMatchObject([{ model: 'b', outcome: 'failed', consumed: undefined }]);
  });

  it('sends nothing where it may no longer go, at the instant of the attempt', async () => {
    const { answer } = await world.ask([A, B, C], { a: [FAILED] }, async ({ model: { id } }) => id !== 'b');
    expect(answer).toBe('c');
    expect(world.log).not.toContain('b:depart');
    await expect(world.ask([A], {}, async () => false)).rejects.toEqual(code('service_unavailable'));
  });

  it('settles nothing when nothing has left', async () => {
    await expect(world.ask([A], {}, async () => false)).rejects.toBeInstanceOf(DomainError);
    expect(world.log).toEqual([]);
    expect(world.settlements).toEqual([]);
  });
});

describe('asking the same provider again', () => {
  let world: Asking;
  beforeEach(() => {
    world = new Asking();
    world.earn(10);
  });

  it('happens when there is nobody else, twice at most, with what left before', async () => {
    await expect(world.ask([A], { a: [FAILED] })).rejects.toBe(FAILED);
    expect(world.log).toEqual(['a:depart', 'a:ask', 'a:fail', 'a:ask', 'a:fail', 'a:ask', 'a:fail']);
    expect((await world.ask([A], { a: [FAILED, 'ok'] })).departed.number).toBe(1);
  });

  it('waits as long as it was asked to, and takes the one that may be asked first', async () => {
    const { answer } = await world.ask([A, B], { a: [LIMITED(7), 'ok'], b: [LIMITED(3), 'ok'] });
    expect(answer).toBe('b');
    expect(world.pauses).toEqual([3_000]);
  });

  it.each([
    ['it asks for a longer pause than a caller would wait', LIMITED(11)],
    ['it was too slow, for it may still be at it', TIMED_OUT],
  ])('does not happen when %s', async (_, error) => {
    await expect(world.ask([A], { a: [error] })).rejects.toBe(error);
    expect(world.log.filter((step) => step === 'a:ask')).toHaveLength(1);
  });

  it('does not happen after the deadline of the call', async () => {
    await expect(world.ask([A, B], { a: [FAILED] }, undefined, DEADLINE_MS + 1)).rejects.toBe(FAILED);
    expect(world.log.filter((step) => step.endsWith(':ask'))).toEqual(['a:ask']);
  });

  it('stays within a tenth of the calls, for another model of the same provider as well', async () => {
    world = new Asking({ consecutive: 1e9, latest: 1, failures: 1e9, openMs: 1 });
    const sibling = { ...route('a2'), provider: A.provider };
    for (let n = 0; n < 500; n += 1)
      await world.ask([A, sibling], { a: [FAILED], a2: [FAILED] }).catch(() => undefined);
    const asks = world.log.filter((step) => step.endsWith(':ask')).length;
    expect(asks - 500).toBeLessThanOrEqual(50);
    expect(asks - 500).toBeGreaterThan(40);
  });
});

describe('a provider that fails', () => {
  let world: Asking;
  beforeEach(() => {
    world = new Asking();
  });

  it('is asked five times, then left alone for ten seconds, then tried by one call', async () => {
    for (let n = 0; n < 20; n += 1) await world.ask([A, B], { a: [FAILED] });
    expect(world.log.filter((step) => step === 'a:ask')).toHaveLength(5);
    world.clock.advance(10_000);
    for (let n = 0; n < 20; n += 1) await world.ask([A, B], { a: [FAILED] });
    expect(world.log.filter((step) => step === 'a:ask')).toHaveLength(6);
    world.clock.advance(10_000);
    expect((await world.ask([A, B], {})).answer).toBe('a');
    expect((await world.ask([A, B], {})).answer).toBe('a');
  });

  it('is told of: each attempt, how it ended, what came again and where the call went on', async () => {
    world.earn(10);
    await world.ask([A, B], { a: [FAILED, FAILED], b: [FAILED, 'ok'] });
    const [first, second] = [A.provider.id, B.provider.id];
    expect(world.signals.heard.slice(0, 3)).toEqual([`${first} failed`, `fell back to ${second}`, `${second} failed`]);
    expect(world.signals.heard.filter((told) => told.endsWith('again')).length).toBeGreaterThan(0);
  });

  it('and has no fallback is not asked meanwhile: the caller learns when it will be', async () => {
    for (let n = 0; n < 5; n += 1) await world.ask([A], { a: [BROKEN] }).catch(() => undefined);
    world.clock.advance(3_500);
    await expect(world.ask([A], {})).rejects.toMatchObject({
      code: 'service_unavailable',
      facts: { retryAfterSeconds: 7 },
    });
    expect(world.log.filter((step) => step === 'a:ask')).toHaveLength(5);
  });

  it.each([
    ['limits', LIMITED(1)],
    ['refuses', INVALID],
    ['does not know the gateway', UNAUTHORIZED],
    ['says that it waited too long for the request', TIMED_OUT_BY_STATUS],
  ])('is still asked when it only %s', async (_, error) => {
    for (let n = 0; n < 30; n += 1) await world.ask([A], { a: [error] }).catch(() => undefined);
    expect(world.log.filter((step) => step === 'a:ask').length).toBeGreaterThanOrEqual(30);
  });

  it('and asks for a pause comes after the others until it is over', async () => {
    await world.ask([A, B], { a: [LIMITED(20)] });
    expect((await world.ask([A, B], {})).answer).toBe('b');
    expect((await world.ask([A], {})).answer).toBe('a');
    world.clock.advance(20_000);
    expect((await world.ask([A, B], {})).answer).toBe('a');
  });

  it('in one region is asked in another', async () => {
    const west = route('w', provider('a', { region: 'us-west-2' }));
    for (let n = 0; n < 5; n += 1) await world.ask([A], { a: [BROKEN] }).catch(() => undefined);
    expect((await world.ask([A, west], {})).answer).toBe('w');
  });
});
