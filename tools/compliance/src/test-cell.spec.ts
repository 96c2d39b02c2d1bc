import { describe, expect, it } from '@jest/globals';
import { readTestCell } from './test-cell.js';

describe('a cell of tests', () => {
  it('names a test by its file and title', () => {
    expect(readTestCell('`a/b.spec.ts::does it: well`')).toEqual({
      tests: [{ path: 'a/b.spec.ts', title: 'does it: well' }],
      reasons: [],
      problems: [],
    });
  });

  it('keeps a title that has the separator in it', () => {
    expect(readTestCell('`a.spec.ts::[::1] is refused`').tests).toEqual([
      { path: 'a.spec.ts', title: '[::1] is refused' },
    ]);
  });

  it('may name several, and say what is not there yet', () => {
    expect(readTestCell('`a.spec.ts::one`<br>`b.spec.ts::two`<br />planned: the third')).toEqual({
      tests: [
        { path: 'a.spec.ts', title: 'one' },
        { path: 'b.spec.ts', title: 'two' },
      ],
      reasons: ['planned'],
      problems: [],
    });
  });

  it.each(['n/a', 'operator', 'planned'])('may say %s with a reason', (reason) => {
    expect(readTestCell(`${reason}: for this reason`)).toEqual({ tests: [], reasons: [reason], problems: [] });
  });

  it.each(['n/a', 'n/a:', 'n/a: ', 'n/a: -', 'n/a because', 'operator', 'operator: …', 'planned', 'Planned.'])(
    'is wrong with a reason missing: %j',
    (text) => {
      expect(readTestCell(text).problems.join()).toContain('has no reason');
    },
  );

  it.each(['', '  ', '<br>'])('is wrong when it is empty: %j', (text) => {
    expect(readTestCell(text).problems).toEqual(['the cell is empty']);
  });

  it.each(['yes', 'a.spec.ts::title', '`a.spec.ts`', '`::title`', '`a.spec.ts::`', '`a.spec.ts::one` `b`', '-'])(
    'is wrong when it is something else: %j',
    (text) => {
      expect(readTestCell(text).problems.join()).toContain('is none of');
    },
  );
});
