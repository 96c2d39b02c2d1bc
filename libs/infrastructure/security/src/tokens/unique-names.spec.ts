import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hasUniqueNames } from './unique-names.js';

describe('hasUniqueNames', () => {
  it('is true of every text that a library writes', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(hasUniqueNames(JSON.stringify(JSON.parse(json)))).toBe(true);
      }),
    );
  });

  it('is false as soon as any object names a member twice, however it is written', () => {
    const value = fc.jsonValue().map((given) => JSON.stringify(given));
    const escaped = (name: string): string =>
      `"${[...name].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"`;
    const name = fc.string({ unit: 'grapheme-ascii' });
    fc.assert(
      fc.property(name, fc.array(value), value, fc.boolean(), fc.nat(3), (twice, between, last, escape, depth) => {
        const members = between.map((text, at) => `${JSON.stringify(`${twice}-${at}`)}:${text}`);
        const again = escape ? escaped(twice) : JSON.stringify(twice);
        const object = `{${[`${JSON.stringify(twice)}:1`, ...members, `${again}:${last}`].join(' ,\n')}}`;
        const json = '[{"a":'.repeat(depth) + object + '}]'.repeat(depth);
        expect(() => void JSON.parse(json)).not.toThrow();
        expect(hasUniqueNames(json)).toBe(false);
      }),
    );
  });

  it.each([
    '{"a":"{\\"a\\":1,\\"a\\":2}"}',
    '{"a":{"b":1},"b":{"a":1}}',
    '[{"a":1},{"a":2}]',
    '{"a":["b","b"],"b":":"}',
  ])('is true of %s', (json) => {
    expect(hasUniqueNames(json)).toBe(true);
  });
});
