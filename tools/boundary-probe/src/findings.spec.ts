import { describe, expect, it } from '@jest/globals';
import { cycleFindings, eslintFindings, falseAlarms, isCaught } from './findings.js';
import { CYCLES, type Violation } from './planted.js';

const violation: Violation = {
  what: 'a domain imports node:fs',
  file: 'libs/domain/phi/src/planted.ts',
  code: `import 'node:fs';\n`,
  rule: 'no-restricted-imports',
  says: 'through a port',
};
const finding = { file: violation.file, rule: violation.rule, message: 'A library takes it through a port.' };

describe('a planted violation', () => {
  it('is caught by its own rule, on its own file, for its own reason', () => {
    expect(isCaught(violation, [finding])).toBe(true);
  });

  it.each([
    ['another rule', { ...finding, rule: 'no-console' }],
    ['another file', { ...finding, file: 'libs/domain/phi/src/other.ts' }],
    ['another reason', { ...finding, message: 'A library has one door.' }],
  ])('is missed when only %s reports something', (_, other) => {
    expect(isCaught(violation, [other])).toBe(false);
  });
});

describe('allowed code', () => {
  it('raises an alarm when any rule reports it, a parse error included', () => {
    const allowed = { what: 'a date', file: 'libs/kernel/src/planted.ts', code: '' };
    const alarm = { file: allowed.file, rule: 'parse error', message: 'unexpected token' };
    expect(falseAlarms([allowed], [finding, alarm])).toEqual([alarm]);
  });
});

describe('reading the reports', () => {
  it('takes every message of ESLint with the path from the root', () => {
    const json = JSON.stringify([
      { filePath: '/copy/libs/a.ts', messages: [{ ruleId: 'eqeqeq', message: 'use ===' }] },
      { filePath: '/copy/libs/b.ts', messages: [{ ruleId: null, message: 'unexpected token' }] },
      { filePath: '/copy/libs/c.ts', messages: [] },
    ]);
    expect(eslintFindings(json, '/copy')).toEqual([
      { file: 'libs/a.ts', rule: 'eqeqeq', message: 'use ===' },
      { file: 'libs/b.ts', rule: 'parse error', message: 'unexpected token' },
    ]);
  });

  it('takes the cycles, and nothing else, of dependency-cruiser', () => {
    const json = JSON.stringify({
      summary: {
        violations: [
          { from: 'libs/a.ts', rule: { name: 'no-circular' } },
          { from: 'libs/b.ts', rule: { name: 'no-orphans' } },
        ],
      },
    });
    expect(cycleFindings(json).map(({ file, rule }) => [file, rule])).toEqual([['libs/a.ts', CYCLES]]);
  });
});
