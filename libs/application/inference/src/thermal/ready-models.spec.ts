import { beforeEach, describe, expect, it } from '@jest/globals';
import { HeardSignals } from '../testing/heard-signals.js';
import { TestActivities, TestRegistry, TestRuntime, TestTime, turns } from '../testing/thermal-world.js';
import { ReadyModels, type ColdCaller } from './ready-models.js';

const LIMITS = { mostWaiting: 200, wholeMs: 30_000, streamMs: 300_000 };

let time: TestTime;
let store: TestRegistry;
let runtime: TestRuntime;
let activities: TestActivities;
let signals: HeardSignals;
beforeEach(() => {
  time = new TestTime();
  store = new TestRegistry();
  runtime = new TestRuntime(time, 20_000);
  activities = new TestActivities();
  signals = new HeardSignals();
});

const replica = (limits = LIMITS): ReadyModels =>
  new ReadyModels(store.registry(time), runtime, activities, time.pause, time, limits, signals);
const caller = (over: Partial<ColdCaller> = {}): ColdCaller => ({
  stream: false,
  onWaiting: undefined,
  signal: new AbortController().signal,
  ...over,
});

/** What became of calls so far: `true` waited, `false` did not, or the error. */
function outcomes(calls: readonly Promise<boolean>[]): unknown[] {
  const seen: unknown[] = calls.map(() => 'waiting');
  calls.forEach((call, at) => {
    call.then(
      (waited) => (seen[at] = waited),
      (error: unknown) => (seen[at] = error),
    );
  });
  return seen;
}

describe('a model that sleeps', () => {
  it('is woken once by calls on two replicas, which go on when it is there', async () => {
    const replicas = [replica(), replica()];
    const calls = Array.from({ length: 200 }, (_, at) => replicas[at % 2]!.execute(store.model, caller()));
    const seen = outcomes(calls);
    await time.pass(19_000);
    expect(seen.every((one) => one === 'waiting')).toBe(true);
    await time.pass(2_000);
    expect(seen.every((one) => one === true)).toBe(true);
    expect(runtime.orders).toEqual([1]);
    expect(await replicas[0]!.execute(store.model, caller())).toBe(false);
  });

  it('is waited for by so many, and the next are told when it will be there', async () => {
    const ready = replica({ ...LIMITS, mostWaiting: 3 });
    const seen = outcomes(Array.from({ length: 5 }, () => ready.execute(store.model, caller())));
    await turns();
    await time.pass(5_000);
    expect(seen.slice(0, 3)).toEqual(['waiting', 'waiting', 'waiting']);
    await expect(ready.execute(store.model, caller())).rejects.toMatchObject({
      code: 'service_unavailable',
      facts: { model: 'own/llama', retryAfterSeconds: 15 },
    });
    await time.pass(20_000);
    expect(seen.filter((one) => one === true)).toHaveLength(3);
  });

  it('is woken for a caller that can not wait so long, who is told at once; a stream waits', async () => {
    store.model = { ...store.model, thermalConfig: { ...store.model.thermalConfig!, warmupTimeSeconds: 50 } };
    runtime.warmupMs = 50_000;
    const ready = replica();
    const told: string[] = [];
    const seen = outcomes([
      ready.execute(store.model, caller()),
      ready.execute(store.model, caller({ stream: true, onWaiting: () => told.push('waits') })),
    ]);
    await turns();
    await time.pass(100);
    expect(seen).toMatchObject([{ code: 'service_unavailable', facts: { retryAfterSeconds: 50 } }, 'waiting']);
    expect(told).toEqual(['waits']);
    await time.pass(51_000);
    expect(seen[1]).toBe(true);
    expect(runtime.orders).toEqual([1]);
  });

  it('that takes longer than it should is waited for within the bound, and asked for again when it is overdue', async () => {
    runtime.warmupMs = 1_000_000;
    const ready = replica();
    const whole = outcomes([ready.execute(store.model, caller())]);
    const stream = outcomes([ready.execute(store.model, caller({ stream: true }))]);
    await time.pass(30_100);
    expect(whole).toMatchObject([{ code: 'service_unavailable', facts: { retryAfterSeconds: 10 } }]);
    runtime.wanted = 0; // it was lost
    await time.pass(20_000);
    expect(runtime.orders).toEqual([1, 1]);
    await time.pass(260_000);
    expect(stream).toMatchObject([{ code: 'service_unavailable' }]);
  });

  it('is not woken, and its callers are sent on, once it is switched off', async () => {
    const ready = replica();
    const seen = outcomes([ready.execute(store.model, caller())]);
    await time.pass(1_000);
    store.model = { ...store.model, thermalState: 'OFF' };
    await time.pass(6_000);
    expect(seen).toEqual([true]); // and are routed anew, where they are refused
  });

  it('is waited for no longer by a caller that has gone, who leaves the others in peace', async () => {
    const ready = replica();
    const leaving = new AbortController();
    const seen = outcomes([
      ready.execute(store.model, caller({ signal: leaving.signal })),
      ready.execute(store.model, caller()),
    ]);
    await time.pass(1_000);
    leaving.abort();
    await turns();
    expect(seen).toMatchObject([{ code: 'service_unavailable' }, 'waiting']);
    await time.pass(20_000);
    expect(seen[1]).toBe(true);
  });

  it('refuses its callers while the runtime is away, and is woken by the next caller', async () => {
    const ready = replica();
    expect(await ready.execute({ ...store.model, thermalState: undefined, thermalConfig: undefined }, caller())).toBe(
      false,
    );
    await time.pass(6_000);
    const seen = outcomes([ready.execute(store.model, caller())]);
    runtime.failing = true;
    await turns();
    expect(seen).toMatchObject([{ code: 'service_unavailable' }]);
    expect(activities.activity.wokenAt).toBeUndefined();
    runtime.failing = false;
    const again = outcomes([ready.execute(store.model, caller())]);
    await time.pass(21_000);
    expect(again).toEqual([true]);
  });
});
