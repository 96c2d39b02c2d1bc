import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { refuseShape } from './body-shape.js';

const refused = (json: string): string | undefined => refuseShape(Buffer.from(json))?.message;
const TOO_MANY = 'the body must not hold more than 150,000 lists, objects, keys and texts';
const TOO_DEEP = 'the body must not be nested deeper than 100 levels';

const messages = (count: number): string => `[${'{"role":"user","content":""},'.repeat(count)}0]`;

describe('the shape of a body', () => {
  it.each([
    ['lists', `[${'[],'.repeat(149_999)}0]`, `[${'[],'.repeat(150_000)}0]`],
    ['objects with a key', `[${'{"a":1},'.repeat(74_999)}[]]`, `[${'{"a":1},'.repeat(75_000)}0]`],
    ['keys and texts', `{${'"a":"",'.repeat(74_999)}"b":1}`, `{${'"a":"",'.repeat(75_000)}"b":1}`],
    ['texts, an empty message counted as five', messages(29_999), messages(30_000)],
  ])('may hold 150,000 %s', (_, most, more) => {
    expect(refused(most)).toBeUndefined();
    expect(refused(more)).toBe(TOO_MANY);
  });

  it('is not what its strings spell', () => {
    const text = JSON.stringify(`${'[{":'.repeat(200_000)}"\\`);
    expect(refused(`{"text":${text}}`)).toBeUndefined();
    expect(refused(`{"text":${text},"deep":${'['.repeat(100)}`)).toBe(TOO_DEEP);
  });

  it('counts numbers as nothing: a list of tokens is no danger', () => {
    expect(refused(`[${'1,'.repeat(2_000_000)}1]`)).toBeUndefined();
  });

  it('is judged alike however it is written', () => {
    const depth = (value: unknown): number =>
      typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depth)) : 0;
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: 90, max: 101 }), fc.nat(3), (value, around, spaces) => {
        const json = '['.repeat(around) + JSON.stringify(value, null, spaces) + ']'.repeat(around);
        expect(refused(json)).toBe(around + depth(value) > 100 ? TOO_DEEP : undefined);
      }),
    );
  });

  it.each(['', '"', '"\\', ']]]]', '{"a', '\u0000'])('of what is no JSON is left to the parser: %j', (text) => {
    expect(refused(text)).toBeUndefined();
  });
});
