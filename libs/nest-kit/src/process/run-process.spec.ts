import { expect, it } from '@jest/globals';
import { Log } from '../logging/log.js';
import { crashed } from './run-process.js';

it('says of what nobody caught where it was thrown, and never its message', async () => {
  const lines: string[] = [];
  const log = new Log('test', 'info', { write: (line) => void lines.push(line) });
  const code = await new Promise((resolve) => {
    crashed(log, resolve)(new SyntaxError(`Unexpected token 'J', "Jane Canary" is not valid JSON`));
  });
  expect(code).toBe(1);
  expect(lines.join('')).toMatch(/"msg":"crashed"/);
  expect(lines.join('')).toContain('SyntaxError');
  expect(lines.join('')).not.toContain('Canary');
});
