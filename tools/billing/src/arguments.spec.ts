import { describe, expect, it } from '@jest/globals';
import { Misunderstood, parsedArguments } from './arguments.js';

describe('the command line', () => {
  it('is words and flags', () => {
    const { positionals, values } = parsedArguments(['verify', '--each', '--tenant', 't-1']);
    expect([positionals, values.each, values.tenant]).toEqual([['verify'], true, 't-1']);
  });

  it.each([
    [['verify', '--all'], "Unknown option '--all'."],
    [['verify', '-x'], "Unknown option '-x'."],
    [['verify', '--tenant'], "Option '--tenant <value>' argument missing."],
    [['verify', '--each=1'], "Option '--each' does not take an argument."],
  ])('%j is told what is wrong with it, in one line', (given, message) => {
    const parse = (): unknown => parsedArguments(given);
    expect(parse).toThrow(Misunderstood);
    expect(parse).toThrow(`${message} The commands stand in docs/billing.md.`);
  });
});
