import { describe, expect, it } from '@jest/globals';
import * as registry from './registry.js';

describe('the registry of tests', () => {
  it('collects tests with what runs before and after each, and runs them in any order', async () => {
    const ran: string[] = [];
    registry.describe('outer', () => {
      registry.beforeEach(() => ran.push('before'));
      registry.afterEach(() => ran.push('after'));
      registry.it.each([
        ['a', 1],
        ['b', 2],
      ])('says %s', (name, value) => ran.push(`${String(name)}${String(value)}`));
      registry.describe('inner', () => {
        registry.beforeEach(() => ran.push('inside'));
        registry.it('fails', () => registry.expect(1).toBe(2));
      });
    });
    const tests = registry.collected();
    expect(tests.map(({ name }) => name)).toEqual(['outer says a 1', 'outer says b 2', 'outer inner fails']);
    expect(registry.collected()).toEqual([]);
    await expect(tests[2]?.run()).rejects.toThrow('toBe');
    await tests[1]?.run();
    expect(ran).toEqual(['before', 'inside', 'after', 'before', 'b2', 'after']);
  });
});
