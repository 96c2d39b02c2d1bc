import { beforeEach, describe, expect, it } from '@jest/globals';
import { FixedClock } from '@radiant/kernel/testing';
import fc from 'fast-check';
import { LoadShedder } from './load-shedder.js';

let clock: FixedClock;
let share: number;
let shedder: LoadShedder;

beforeEach(() => {
  clock = new FixedClock();
  share = 1;
  shedder = new LoadShedder(clock, () => share);
});

interface Call {
  readonly since: number;
  state: 'waits' | 'begun' | 'refused';
  ended: number;
  leave: () => void;
}

function enter(onBegin: (call: Call) => void = () => undefined): Call {
  const call: Call = { since: clock.elapsed(), state: 'waits', ended: NaN, leave: () => undefined };
  const becomes = (state: Call['state']) => (): void => {
    expect(call.state).toBe('waits');
    [call.state, call.ended] = [state, clock.elapsed()];
    if (state === 'begun') onBegin(call);
  };
  call.leave = shedder.enter(becomes('begun'), becomes('refused'));
  return call;
}

const many = (count: number): Call[] => Array.from({ length: count }, () => enter());
const inState = (calls: readonly Call[], state: Call['state']): number =>
  calls.filter((call) => call.state === state).length;

describe('calls', () => {
  it('begin at once up to 32, and the next when one has left', () => {
    const calls = many(34);
    expect(calls.map(({ state }) => state)).toEqual([...Array<string>(32).fill('begun'), 'waits', 'waits']);
    calls[0]?.leave();
    calls[0]?.leave();
    expect(calls.slice(32).map(({ state }) => state)).toEqual(['begun', 'waits']);
  });

  it('begin up to 256 while the event loop has time: they wait for something else', () => {
    share = 0.89;
    expect(inState(many(300), 'begun')).toBe(256);
  });

  it('that wait begin when the loop has time again', () => {
    const calls = many(100);
    share = 0.5;
    clock.advance(50);
    shedder.tick();
    expect(inState(calls, 'begun')).toBe(100);
  });

  it('whose caller goes away while they wait are never begun', () => {
    const calls = many(34);
    calls[32]?.leave();
    calls[0]?.leave();
    expect(calls.slice(32).map(({ state }) => state)).toEqual(['waits', 'begun']);
  });

  it('beyond 1,000 that wait are refused with 503 and a second to wait', () => {
    many(1_032);
    let reason: unknown;
    shedder.enter(
      () => undefined,
      (refused) => (reason = refused),
    );
    expect(reason).toMatchObject({ code: 'service_unavailable', facts: { retryAfterSeconds: 1 } });
  });

  it('of a burst are all answered, however long it takes', () => {
    const calls = many(500);
    for (let left = 0; left < 500; left += 1) {
      clock.advance(20);
      shedder.tick();
      calls[left]?.leave();
    }
    expect(inState(calls, 'begun')).toBe(500);
    expect(shedder.isPressed).toBe(false);
  });
});

it('takes a thousand callers who wait for their answers before they call again', () => {
  const preparing: Call[] = [];
  const again = (): void => void all.push(enter((call) => preparing.push(call)));
  const all: Call[] = [];
  for (let caller = 0; caller < 1_000; caller += 1) again();
  for (let ms = 1; ms <= 10_000; ms += 1) {
    clock.advance(1);
    if (ms % 25 === 0 && shedder.isPressed) shedder.tick();
    preparing.shift()?.leave();
    again();
  }
  expect(inState(all, 'refused')).toBe(0);
});

describe('three times the calls that can be answered', () => {
  /** Each millisecond three arrive, and of those that have begun the first leaves. */
  function run(forMs: number): Call[] {
    const all: Call[] = [];
    const preparing: Call[] = [];
    for (let ms = 1; ms <= forMs; ms += 1) {
      for (let arrived = 0; arrived < 3; arrived += 1) all.push(enter((call) => preparing.push(call)));
      clock.advance(1);
      if (ms % 25 === 0 && shedder.isPressed) shedder.tick();
      preparing.shift()?.leave();
    }
    return all;
  }

  it('are taken as a burst for two seconds; from then on nobody waits long, and no time is lost', () => {
    const all = run(10_000);
    const later = all.filter(({ since }) => since - (all[0]?.since ?? 0) > 3_000);
    const begun = later.filter(({ state }) => state === 'begun');
    expect(begun.length).toBeGreaterThan(6_500);
    expect(Math.max(...begun.map(({ since, ended }) => ended - since))).toBeLessThanOrEqual(80);
    const refused = later.filter(({ state }) => state === 'refused');
    expect(Math.max(...refused.map(({ since, ended }) => ended - since))).toBeLessThanOrEqual(80);
    expect(refused.length).toBeGreaterThan(13_000);
  });

  it('wait no more at once than begin before their patience ends: the others are told without a wait', () => {
    const all = run(5_000);
    expect(shedder.waiting).toBeLessThanOrEqual(55); // 50 that begin in 50 ms, at one a millisecond
    const refused = all.filter(({ state, since }) => state === 'refused' && since - (all[0]?.since ?? 0) > 3_000);
    expect(refused.filter(({ since, ended }) => ended === since).length).toBeGreaterThan(refused.length * 0.9);
  });

  it('are a burst again once nobody was refused for a second', () => {
    const all = run(5_000);
    for (const { leave } of all) leave();
    expect(shedder.isPressed).toBe(true);
    for (let ticks = 0; ticks < 80; ticks += 1) {
      clock.advance(25);
      shedder.tick();
    }
    expect(shedder.isPressed).toBe(false);
    expect(inState(many(500), 'refused')).toBe(0);
  });
});

describe('a call that is turned away', () => {
  it('is one that would be refused at once, and is counted with them', () => {
    expect(shedder.turnAway()).toBeUndefined();
    const calls = many(1_032);
    expect(shedder.turnAway()).toMatchObject({ code: 'service_unavailable', facts: { retryAfterSeconds: 1 } });
    for (let second = 1; second <= 2; second += 1) {
      clock.advance(1_000);
      shedder.turnAway();
      shedder.tick();
    }
    expect(inState(calls, 'refused')).toBe(1_000); // the load lasts, though `enter` refused nobody
  });

  it('is none while there is room', () => {
    const calls = many(1_032);
    share = 0;
    clock.advance(50);
    expect(shedder.turnAway()).toBeUndefined();
    expect(inState(calls, 'refused')).toBe(0);
  });
});

it('begins or refuses each call once, and never prepares more than 32 while it is busy', () => {
  const step = fc.oneof(
    { weight: 5, arbitrary: fc.constant('enter' as const) },
    { weight: 3, arbitrary: fc.nat(60).map((place) => ({ place })) },
    { weight: 2, arbitrary: fc.integer({ min: 1, max: 900 }).map((ms) => ({ ms })) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      shedder = new LoadShedder(clock, () => 1);
      const calls: Call[] = [];
      const over = new Set<Call>();
      for (const each of steps) {
        if (each === 'enter') calls.push(enter());
        else if ('ms' in each) {
          clock.advance(each.ms);
          shedder.tick();
        } else {
          const call = calls[each.place];
          call?.leave();
          if (call) over.add(call);
        }
        const preparing = calls.filter((call) => call.state === 'begun' && !over.has(call)).length;
        expect(preparing).toBeLessThanOrEqual(32);
        const waits = calls.some((call) => call.state === 'waits' && !over.has(call));
        if (waits) expect(preparing).toBe(32);
      }
    }),
  );
});
