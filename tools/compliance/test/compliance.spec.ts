import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { checkDocument } from '../src/check-document.js';

const RUN = path.join(import.meta.dirname, '../../run.mjs');

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'radiant-compliance-'));
  mkdirSync(path.join(root, 'docs'));
  writeFileSync(
    path.join(root, 'kept.spec.ts'),
    "describe('keys', () => {\n  it('are kept', () => {});\n  it.skip('are lost', () => {});\n});\n",
  );
  writeFileSync(path.join(root, 'main.ts'), "it('are kept', () => {});\n");
});
afterEach(() => rmSync(root, { recursive: true }));

const write = (name: string, ...cells: readonly string[]): void =>
  writeFileSync(
    path.join(root, 'docs', name),
    ['| Requirement | Test |', '| --- | --- |', ...cells.map((cell, at) => `| row ${at + 1} | ${cell} |`)].join('\n'),
  );
const problems = (...cells: readonly string[]): readonly string[] => {
  write('security.md', ...cells);
  return checkDocument(root, 'docs/security.md').problems;
};

describe('a document', () => {
  it('stands when every row has its test or its reason', () => {
    const cells = ['`kept.spec.ts::are kept`', '`kept.spec.ts::keys`', 'n/a: no files are taken', 'operator: do it'];
    expect(problems(...cells)).toEqual([]);
  });

  it.each([
    ['an empty cell', '', 'the cell is empty'],
    ['a file that is not there', '`gone.spec.ts::are kept`', 'there is no file gone.spec.ts'],
    ['a title that is not there', '`kept.spec.ts::are`', 'kept.spec.ts has no test "are"'],
    ['a test that is switched off', '`kept.spec.ts::are lost`', 'is switched off or expected to fail'],
    ['a file that holds no tests', '`main.ts::are kept`', 'main.ts is no test'],
    ['n/a without a reason', 'n/a', 'n/a has no reason'],
    ['operator without a reason', 'operator:', 'operator has no reason'],
    ['planned without a reason', 'planned', 'planned has no reason'],
    ['a cell too many', 'n/a: no | n/a: no', 'more or fewer cells'],
    ['the second of two tests gone', '`kept.spec.ts::are kept`<br>`kept.spec.ts::gone`', 'has no test "gone"'],
  ])('falls with %s, named by file, line and row', (_, cell, message) => {
    const found = problems('n/a: the first row is in order', cell);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain('docs/security.md:4: "row 2": ');
    expect(found[0]).toContain(message);
  });

  it('falls when it is not there, and when nothing in it can be held against tests', () => {
    expect(checkDocument(root, 'docs/none.md').problems).toEqual(['docs/none.md: there is no such file']);
    writeFileSync(path.join(root, 'docs/text.md'), '| a | b |\n| - | - |\n| c | d |\n');
    expect(checkDocument(root, 'docs/text.md').problems).toEqual(['docs/text.md: no table has a column "Test"']);
  });
});

describe('the command', () => {
  const run = () => spawnSync(process.execPath, [RUN, 'compliance', root], { encoding: 'utf8' });

  it('prints the figures of both documents and ends with 0', () => {
    write('security.md', '`kept.spec.ts::are kept`', 'planned: a third key');
    write('compliance.md', 'operator: keep it', 'n/a: none');
    const { status, stdout, stderr } = run();
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout.trim().split('\n')).toEqual([
      'docs/security.md: 2 rows: 1 with a test, 0 operator, 0 n/a, 1 planned',
      'docs/compliance.md: 2 rows: 0 with a test, 1 operator, 1 n/a, 0 planned',
      '4 rows: 1 with a test, 1 operator, 1 n/a, 1 planned',
    ]);
  });

  it('names every row that does not stand and ends with 1', () => {
    write('security.md', '`gone.spec.ts::x`');
    write('compliance.md', '');
    const { status, stderr } = run();
    expect(status).toBe(1);
    expect(stderr).toContain('docs/security.md:3: "row 1": there is no file gone.spec.ts');
    expect(stderr).toContain('docs/compliance.md:3: "row 1": the cell is empty');
  });
});
