import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import path from 'node:path';
import { Starts, type Supervised } from './supervised.js';

jest.setTimeout(360_000);

const starts = new Starts();
const fresh = (): string => starts.folder();
const start = (directory = fresh(), variables: Record<string, string> = {}, args: string[] = []): Supervised =>
  starts.start(directory, variables, args);
afterEach(() => starts.end());

describe('npm start', () => {
  it.each([
    ['an unknown variable of ours', { RADIANT_KEYRNG: 'x' }, 'RADIANT_KEYRNG is not a variable of RADIANT'],
    ['a tier that does not exist', { TIER: '9' }, 'TIER must be a whole number from 1 to 5'],
    [
      'an upstream that is no address',
      { LITELLM_URL: 'litellm' },
      'LITELLM_URL must be an address beginning with http:// or https://',
    ],
    ['production on embedded engines', { ENVIRONMENT: 'prod' }, 'DATABASE_URL must be set when ENVIRONMENT=prod'],
    [
      'a database host without its secret',
      { AURORA_HOST: 'db' },
      'AURORA_SECRET_ARN must be set together with AURORA_HOST, where there is no DATABASE_URL',
    ],
  ])('refuses %s in one line', async (_, variables, line) => {
    const supervised = start(fresh(), variables);
    expect(await supervised.ended()).toBe(1);
    expect(supervised.output).toContain(line);
    expect(supervised.output).not.toContain('    at ');
  });

  it('names the taken port and the cure', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const supervised = start(fresh(), { PORT: String(port) });
    expect(await supervised.ended()).toBe(1);
    expect(supervised.output.trim()).toBe(
      `Port ${port} is taken: stop the program that uses it, or choose another with PORT`,
    );
    other.close();
  });

  it('names a broken secrets file and the cure', async () => {
    const directory = fresh();
    writeFileSync(path.join(directory, 'secrets.json'), '{"keyring":');
    const supervised = start(directory);
    expect(await supervised.ended()).toBe(1);
    expect(supervised.output).toMatch(
      /secrets\.json is broken: bring back a copy, or start empty with `npm start -- --reset`/,
    );
  });

  it('names a folder that it can not use', async () => {
    const directory = fresh();
    const file = path.join(directory, 'file');
    writeFileSync(file, '');
    const supervised = start(path.join(file, 'state'));
    expect(await supervised.ended()).toBe(1);
    expect(supervised.output).toContain(
      "can't be written: make it writable, or choose another folder with RADIANT_DATA_DIR",
    );
  });

  // mkdir says there that the parent is missing, which it is not; making it again and again never ends
  (process.platform === 'linux' ? it : it.skip)(
    'names a folder that can not be made, and does not try for ever',
    async () => {
      const supervised = start('/proc/nope');
      expect(await supervised.ended()).toBe(1);
      expect(supervised.output).toContain("/proc/nope can't be written: make it writable");
    },
  );
});
