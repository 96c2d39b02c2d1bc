import { describe, expect, it } from '@jest/globals';
import { summary } from './summary.js';

describe('the summary', () => {
  it('counts each row once, by the most that is left to do', () => {
    expect(
      summary([
        { withTest: true, reasons: [] },
        { withTest: true, reasons: ['operator'] },
        { withTest: true, reasons: ['planned'] },
        { withTest: false, reasons: ['operator'] },
        { withTest: false, reasons: ['operator', 'n/a'] },
        { withTest: false, reasons: ['n/a'] },
        { withTest: false, reasons: ['operator', 'planned'] },
      ]),
    ).toBe('7 rows: 3 with a test (1 partly planned), 2 operator, 1 n/a, 1 planned');
  });

  it('says nothing of parts where there are none', () => {
    expect(summary([{ withTest: true, reasons: [] }])).toBe('1 rows: 1 with a test, 0 operator, 0 n/a, 0 planned');
  });
});
