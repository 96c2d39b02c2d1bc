import { describe, expect, it } from '@jest/globals';
import { modelId } from '@radiant/kernel';
import fc from 'fast-check';
import { ANY, ids, model, NOON, provider } from '../../test/entries.js';
import { RegistryView } from '../registry-view.js';
import {
  lotOf,
  TARGET_PREFERENCES,
  targetOrder,
  type Lots,
  type RoutingTarget,
  type TargetPreference,
} from './routing-rule.js';

const target = (id: string, priority = 0, weight = 1): RoutingTarget => ({ modelId: modelId(id), priority, weight });
const blind = (conversation: string): Lots => ({
  draw: (id) => lotOf(conversation, id),
  firstByteMs: () => undefined,
});
/** How many of so many conversations each target is the first of. */
function firsts(targets: readonly RoutingTarget[], over: Partial<Lots> = {}, prefer: TargetPreference = 'share') {
  const counts = new Map<string, number>();
  for (let n = 0; n < CONVERSATIONS; n += 1) {
    const [first = ''] = targetOrder({ targets, prefer }, { ...blind(`tenant#${n}`), ...over });
    counts.set(first, (counts.get(first) ?? 0) + 1);
  }
  return targets.map(({ modelId: id }) => (counts.get(id) ?? 0) / CONVERSATIONS);
}
const CONVERSATIONS = 20_000;

describe('the targets of a rule', () => {
  it('are each tried once, those of a lower priority first', () => {
    const targets = fc.uniqueArray(
      fc.record({
        modelId: fc.integer({ min: 0, max: 99 }).map((number) => modelId(`m${number}`)),
        priority: fc.integer({ min: 0, max: 3 }),
        weight: fc.integer({ min: 1, max: 1_000 }),
      }),
      { selector: (each) => each.modelId },
    );
    fc.assert(
      fc.property(targets, fc.string(), fc.constantFrom(...TARGET_PREFERENCES), (given, conversation, prefer) => {
        const order = targetOrder({ targets: given, prefer }, blind(conversation));
        expect([...order].sort()).toEqual(given.map((each) => each.modelId).sort());
        const priorities = order.map((id) => given.find((each) => each.modelId === id)?.priority ?? -1);
        expect(priorities).toEqual([...priorities].sort((a, b) => a - b));
        expect(targetOrder({ targets: given, prefer }, blind(conversation))).toEqual(order); // the same each time
      }),
    );
  });

  it('of one priority come first as often as their weight says', () => {
    const [a = 0, b = 0, c = 0] = firsts([target('a', 0, 1), target('b', 0, 3), target('c', 0, 6)]);
    expect(Math.abs(a - 0.1) + Math.abs(b - 0.3) + Math.abs(c - 0.6)).toBeLessThan(0.03);
  });

  it('keep their conversations when a canary grows, but for those that it takes', () => {
    const first = (canary: number, n: number) =>
      targetOrder(
        { targets: [target('old', 0, 100), target('new', 0, canary)], prefer: 'share' },
        blind(`tenant#${n}`),
      )[0];
    for (let n = 0; n < 2_000; n += 1) if (first(5, n) === 'new') expect(first(20, n)).toBe('new');
  });

  it('that begin to answer twice as late get a quarter of their share where quick ones are preferred', () => {
    const times = new Map([
      ['a', 100],
      ['b', 200],
    ]);
    const over = { firstByteMs: (id: string) => times.get(id) };
    const [a = 0, b = 0] = firsts([target('a'), target('b')], over, 'quick');
    expect(Math.abs(a / b - 4)).toBeLessThan(0.4);
    const [c = 0, d = 0] = firsts([target('a'), target('b')], over);
    expect(Math.abs(c / d - 1)).toBeLessThan(0.1);
    const [, , unknown = 0] = firsts([target('a'), target('b'), target('c')], over, 'quick');
    expect(Math.abs(unknown - 4 / 9)).toBeLessThan(0.05); // it is asked how quick it is
  });
});

describe('a rule', () => {
  const rule = (name: string, ...targets: RoutingTarget[]) => ({
    name,
    targets,
    prefer: 'share' as const,
    revision: 1,
    createdAt: NOON,
    updatedAt: NOON,
  });
  const routesOf = (name: string, ...rules: ReturnType<typeof rule>[]): readonly string[] => {
    const models = [model('a'), model('b'), model('off', { status: 'inactive' })];
    const view = new RegistryView({ providers: [provider('acme')], models, agreements: [], rules });
    return ids(
      view
        .consider(name, ANY, NOON, { draw: () => 1, firstByteMs: () => undefined })
        .flatMap(({ route }) => (route ? [route.model] : [])),
    );
  };

  it('makes a name of its targets, past those that may not take the call', () => {
    expect(routesOf('fast', rule('fast', target('off'), target('b', 1), target('a', 2), target('gone', 3)))).toEqual([
      'b',
      'a',
    ]);
    expect(routesOf('slow', rule('fast', target('a')))).toEqual([]);
  });

  it("gives a model fallbacks; without a rule there is none, not even another model of the provider's name", () => {
    expect(routesOf('a', rule('a', target('a'), target('b', 1)))).toEqual(['a', 'b']);
    expect(routesOf('a')).toEqual(['a']);
  });
});
