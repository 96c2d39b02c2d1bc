import { describe, expect, it } from '@jest/globals';
import { tableRows } from './table-rows.js';

describe('rows of tables', () => {
  it('are those of every table with a column of tests, with their lines', () => {
    const text = [
      '# Title',
      '',
      '| What | Test |',
      '| ---- | ---- |',
      '| one  | `a`  |',
      '| two  | `b`  |',
      '',
      '| What | Who |',
      '| - | - |',
      '| no test | me |',
      '',
      'Text | with a bar',
      '',
      '| test | what |',
      '| :-: | --- |',
      '| `c` | three |',
    ].join('\n');
    expect(tableRows(text)).toEqual([
      { line: 5, name: 'one', test: '`a`' },
      { line: 6, name: 'two', test: '`b`' },
      { line: 16, name: '`c`', test: '`c`' },
    ]);
  });

  it('may hold bars that are escaped, and end their lines as Windows does', () => {
    expect(tableRows('| a | Test |\r\n|---|---|\r\n| x \\| y | `z \\| z` |\r\n')).toEqual([
      { line: 3, name: 'x | y', test: '`z | z`' },
    ]);
  });

  it('are not looked for in code', () => {
    const table = '| a | Test |\n|---|---|\n| x | |\n';
    expect(tableRows(`\`\`\`md\n${table}\`\`\`\n\n~~~~\n${table}~~~\n${table}~~~~\n`)).toEqual([]);
    expect(tableRows(`\`\`\`\n${table}\`\`\`\n${table}`)).toEqual([{ line: 8, name: 'x', test: '' }]);
  });

  it('have no cell of tests when they have more or fewer cells than the header', () => {
    const rows = tableRows('| a | b | Test |\n|---|---|---|\n| x | y |\n| x | y | z | n/a: no |\n| x | y | z |');
    expect(rows.map(({ test }) => test)).toEqual([undefined, undefined, 'z']);
  });
});
