import { describe, expect, it } from '@jest/globals';
import { counting, mutantsOf, switching } from './mutants.js';

const FILE = 'a.ts';
const SOURCE = `export function larger(a: number, b: number): number {
  if (a < 0) throw new RangeError('a is below zero');
  return a > b ? a : b;
}
`;

describe('mutants', () => {
  it('change what code does, but not what its errors say', async () => {
    const { mutants } = await mutantsOf(new Map([[FILE, SOURCE]]));
    expect(mutants.find(({ original, replacement }) => original === 'a > b' && replacement === 'a <= b')).toMatchObject(
      {
        file: FILE,
        line: 3,
        start: SOURCE.indexOf('a > b'),
      },
    );
    expect(mutants.filter(({ mutator }) => mutator === 'StringLiteral')).toEqual([]);
  });

  it('can be counted, and those of a sample put on', async () => {
    const { mutants, instrumented } = await mutantsOf(new Map([[FILE, SOURCE]]));
    const source = instrumented.get(FILE) ?? '';
    const id = mutants[0]?.id ?? -1;
    expect(counting(source)).toMatch(/mutation\.reach\(\d+/);
    expect(counting(source)).not.toContain('mutation.hit');
    expect(switching(source, new Set([id])).match(/mutation\.hit\(\)/g)).toHaveLength(1);
    expect(switching(source, new Set([id]))).toContain(`mutation.active === ${id} `);
    for (const text of [counting(source), switching(source, new Set())]) expect(text).not.toMatch(/stry(Mut|Cov)/);
  });
});
