import { describe, expect, it } from '@jest/globals';
import { bodyParser, compileNextParser } from './body-parser.js';

const schema = { type: 'object', required: ['model'], properties: { model: { type: 'string' } } };
const compileAll = (): number => {
  let compiled = 0;
  while (compileNextParser()) compiled += 1;
  return compiled;
};

describe('bodyParser', () => {
  it('is compiled in advance, each once', () => {
    compileAll();
    const [first, second] = [bodyParser(schema), bodyParser(schema)];
    expect(compileAll()).toBe(2);
    expect(compileAll()).toBe(0);
    expect(first({ model: 'a' })).toEqual({ model: 'a' });
    expect(() => second({})).toThrow('model is required');
  });

  it('is compiled by the first body that comes before, and says the same', () => {
    compileAll();
    const parse = bodyParser(schema);
    expect(() => parse({ model: 5 })).toThrow('model must be of type string');
    expect(parse({ model: 'a' })).toEqual({ model: 'a' });
    expect(compileAll()).toBe(0);
  });
});
