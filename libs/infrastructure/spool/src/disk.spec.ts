import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ensurePrivateDirectory } from './disk.js';
import { temporaryDirectories } from './testing/temporary-directory.js';

const newDirectory = temporaryDirectories();
const made = async (): Promise<string> => {
  const directory = newDirectory();
  await ensurePrivateDirectory(directory);
  return directory;
};
const modeOf = (directory: string): number => statSync(directory).mode & 0o777;

describe('a private directory', () => {
  it('is made with its parents, for its owner alone, also by many at once', async () => {
    const top = newDirectory();
    const directory = path.join(top, 'a/b/c');
    await Promise.all(Array.from({ length: 8 }, () => ensurePrivateDirectory(directory)));
    for (const name of ['a', 'a/b', 'a/b/c']) expect(modeOf(path.join(top, name))).toBe(0o700);
  });

  it('that others may enter is closed to them', async () => {
    const directory = path.join(newDirectory(), 'open');
    mkdirSync(directory, { recursive: true, mode: 0o755 });
    await ensurePrivateDirectory(directory);
    expect(modeOf(directory)).toBe(0o700);
  });

  it('can not be made where a file stands', async () => {
    const file = path.join(await made(), 'file');
    writeFileSync(file, '');
    for (const directory of [file, path.join(file, 'below')]) {
      await expect(ensurePrivateDirectory(directory)).rejects.toMatchObject({ code: 'service_unavailable' });
    }
  });

  // in a process of its own: what never ends could not be ended here
  (process.platform === 'linux' ? it : it.skip)(
    'is refused where nothing can be made, instead of tried for ever',
    async () => {
      const code = `const { ensurePrivateDirectory } = await import('./src/disk.ts');
      await ensurePrivateDirectory('/proc/nope/usage').catch((error) => console.log(error.code, error.cause.code));`;
      const child = spawn(
        process.execPath,
        [
          '--no-warnings',
          '--import',
          '@swc-node/register/esm-register',
          '-C',
          '@radiant/source',
          '--input-type=module',
          '--eval',
          code,
        ],
        { cwd: path.resolve(import.meta.dirname, '..'), stdio: ['ignore', 'pipe', 'inherit'], timeout: 20_000 },
      );
      let said = '';
      child.stdout.on('data', (text: Buffer) => (said += text.toString()));
      await once(child, 'close');
      expect(said.trim()).toBe('service_unavailable ENOENT');
    },
  );
});
