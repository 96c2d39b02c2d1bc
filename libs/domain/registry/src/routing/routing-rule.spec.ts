import { describe, expect, it } from '@jest/globals';
import { modelId } from '@radiant/kernel';
import fc from 'fast-check';
import { ANY, ids, model, NOON, provider } from '../../test/entries.js';
import { RegistryView } from '../registry-view.js';
import { targetOrder, type RoutingTarget } from './routing-rule.js';

const target = (id: string, priority = 0, weight = 1): RoutingTarget => ({ modelId: modelId(id), priority, weight });

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
      fc.property(targets, fc.nat(), (given, seed) => {
        const order = targetOrder(given, (below) => seed % below);
        expect([...order].sort()).toEqual(given.map((each) => each.modelId).sort());
        const priorities = order.map((id) => given.find((each) => each.modelId === id)?.priority ?? -1);
        expect(priorities).toEqual([...priorities].sort((a, b) => a - b));
      }),
    );
  });

  it('of one priority come first as often as their weight says', () => {
    const targets = [target('a', 0, 1), target('b', 0, 3), target('c', 0, 6)];
    const first = Array.from({ length: 10 }, (_, drawn) => targetOrder(targets, (below) => drawn % below)[0]);
    expect([...first].sort()).toEqual(['a', 'b', 'b', 'b', 'c', 'c', 'c', 'c', 'c', 'c']);
  });
});

describe('a rule', () => {
  const rule = (name: string, ...targets: RoutingTarget[]) => ({
    name,
    targets,
    revision: 1,
    createdAt: NOON,
    updatedAt: NOON,
  });
  const routesOf = (name: string, ...rules: ReturnType<typeof rule>[]): readonly string[] => {
    const models = [model('a'), model('b'), model('off', { status: 'inactive' })];
    const view = new RegistryView({ providers: [provider('acme')], models, agreements: [], rules });
    return ids(view.consider(name, ANY, NOON, () => 0).flatMap(({ route }) => (route ? [route.model] : [])));
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
