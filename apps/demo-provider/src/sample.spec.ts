import { describe, expect, it } from '@jest/globals';
import { sample } from './sample.js';

const text = (): string => 'text';

describe('sample', () => {
  it.each([
    [{ type: 'string' }, 'text'],
    [{ type: ['number', 'null'] }, 0],
    [{ const: 3 }, 3],
    [{ anyOf: [{ type: 'boolean' }, { type: 'null' }] }, true],
    [{ type: 'array', items: { type: 'integer' }, minItems: 2 }, [0, 0]],
    [{ type: 'null' }, null],
    [{}, {}],
    [{ $ref: '#/$defs/missing' }, null],
  ])('follows %j', (schema, value) => {
    expect(sample(schema, text)).toEqual(value);
  });

  it('ends a schema that refers to itself', () => {
    const schema = { type: 'object', properties: { child: { $ref: '#' } } };
    expect(JSON.stringify(sample(schema, text))).toContain('{"child":null}');
  });
});
