import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { model, NOON } from '../../test/entries.js';
import { THERMAL_STATES, type ThermalConfig } from '../model.js';
import {
  isAwake,
  retrySeconds,
  staleWakeBefore,
  thermalOrder,
  thermalRule,
  warmupLeftMs,
  wokenInstances,
  type ModelActivity,
  type ThermalOrder,
  type ThermalRule,
} from './lifecycle.js';

const MINUTE = 60_000;
const NEVER = { wokenAt: undefined, calledAt: undefined };
const CONFIG: ThermalConfig = {
  state: 'AUTOMATIC',
  minInstances: 0,
  maxInstances: 4,
  scaleToZeroAfterMinutes: 10,
  warmupTimeSeconds: 90,
};
const ruleOf = (over: Partial<ThermalConfig> = {}): ThermalRule => {
  const rule = thermalRule(model('a', { thermalConfig: { ...CONFIG, ...over } }));
  if (!rule) throw new TypeError('the model has a rule');
  return rule;
};
const order = (rule: ThermalRule, has: number, activity: ModelActivity = NEVER): ThermalOrder | undefined =>
  thermalOrder(rule, { ready: has, wanted: has }, activity, NOON);
const wanted = (...of: Parameters<typeof order>): number => order(...of)?.instances ?? of[1];

describe('the rule of a model', () => {
  it('is none where nothing is said, and thermal_state goes before what the config says', () => {
    expect(thermalRule(model('a'))).toBeUndefined();
    const both = model('a', { thermalState: 'OFF', thermalConfig: CONFIG });
    expect(thermalRule(both)?.state).toBe('OFF');
    expect(ruleOf()).toEqual({
      state: 'AUTOMATIC',
      minInstances: 0,
      maxInstances: 4,
      idleMs: 10 * MINUTE,
      warmupMs: 90_000,
    });
  });

  it('sleeps by itself only where a time is said, or in the state COLD', () => {
    expect(ruleOf({ scaleToZeroAfterMinutes: undefined }).idleMs).toBeUndefined();
    expect(thermalRule(model('a', { thermalState: 'COLD' }))?.idleMs).toBe(15 * MINUTE);
  });
});

describe('how many instances a model is to have', () => {
  it.each([
    ['OFF', 3, 0],
    ['WARM', 0, 2],
    ['WARM', 4, 2],
    ['HOT', 0, 4],
    ['COLD', 1, 0],
    ['AUTOMATIC', 0, 2],
    ['AUTOMATIC', 4, 2],
  ] as const)('%s, idle with %d of at least two: %d', (state, has, expected) => {
    expect(wanted(ruleOf({ state, minInstances: 2 }), has)).toBe(expected);
  });

  it('is left alone from the last call or wake until the idle minutes are over', () => {
    const rule = ruleOf();
    for (const at of ['calledAt', 'wokenAt'] as const) {
      expect(wanted(rule, 3, { ...NEVER, [at]: NOON - 10 * MINUTE + 1 })).toBe(3);
      const idle = { instances: 0, idleBefore: NOON - 10 * MINUTE };
      expect(order(rule, 3, { ...NEVER, [at]: NOON - 10 * MINUTE })).toEqual(idle);
    }
  });

  it('is brought within bounds that an operator has changed, whoever calls', () => {
    const called = { ...NEVER, calledAt: NOON };
    expect(order(ruleOf(), 9, called)).toEqual({ instances: 4, idleBefore: undefined });
    expect(order(ruleOf({ minInstances: 2 }), 1, called)).toEqual({ instances: 2, idleBefore: undefined });
    expect(order(ruleOf({ state: 'OFF' }), 1, called)).toEqual({ instances: 0, idleBefore: undefined });
    expect(order(ruleOf({ state: 'HOT' }), 4, called)).toBeUndefined();
  });

  it('never leaves what the model allows, whatever it has', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...THERMAL_STATES),
        fc.nat(5),
        fc.nat(5),
        fc.nat(20),
        fc.nat(20),
        (state, minInstances, more, has, minutes) => {
          const rule = ruleOf({ state, minInstances, maxInstances: Math.max(1, minInstances + more) });
          const instances = wanted(rule, has, { ...NEVER, calledAt: NOON - minutes * MINUTE });
          expect(instances).toBeLessThanOrEqual(rule.maxInstances);
          if (state === 'OFF') expect(instances).toBe(0);
          else if (state !== 'COLD') expect(instances).toBeGreaterThanOrEqual(minInstances);
          if (state !== 'OFF') expect(wokenInstances(rule)).toBeGreaterThan(0);
        },
      ),
    );
  });
});

describe('a wake', () => {
  it('counts while the runtime works at it, and is asked for again when it was lost or takes twice its time', () => {
    const rule = ruleOf();
    expect(staleWakeBefore(rule, { ready: 0, wanted: 1 }, NOON)).toBe(NOON - 180_000);
    expect(staleWakeBefore(rule, { ready: 0, wanted: 0 }, NOON)).toBe(NOON - 15_000);
    expect(staleWakeBefore(ruleOf({ warmupTimeSeconds: 0 }), { ready: 0, wanted: 1 }, NOON)).toBe(NOON - 15_000);
  });

  it('is over when an instance answers that nobody is putting to sleep', () => {
    expect(isAwake({ ready: 1, wanted: 2 })).toBe(true);
    expect(isAwake({ ready: 0, wanted: 1 })).toBe(false);
    expect(isAwake({ ready: 1, wanted: 0 })).toBe(false);
  });

  it('tells callers what is left of it, in whole seconds from 1 to 60', () => {
    const left = (agoMs: number): number => retrySeconds(warmupLeftMs(ruleOf(), NOON - agoMs, NOON));
    expect([left(0), left(60_000), left(60_001), left(89_999)]).toEqual([60, 30, 30, 1]);
    expect(left(90_000)).toBe(10); // it overruns, and nobody knows by how much
  });
});
