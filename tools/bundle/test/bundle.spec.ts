import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryFolders } from './temporary-folder.js';

const TOOL = pathToFileURL(path.join(import.meta.dirname, '../src/bundle.mjs')).href;
const HOURS_AGO = new Date(Date.now() - 2 * 3_600_000);
const folder = temporaryFolders();

describe('bundling a tool', () => {
  let root: string;
  let dist: string;
  /** In a process of its own: the bundler is native code. */
  const bundle = (): void => {
    const code = `await (await import('${TOOL}')).bundle('${path.join(root, 'src/main.ts')}', '${dist}')`;
    execFileSync(process.execPath, ['--input-type=module', '--eval', code], { stdio: 'pipe' });
  };
  const run = (): string => execFileSync(process.execPath, [path.join(dist, 'main.js')], { encoding: 'utf8' });
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };

  beforeEach(() => {
    root = folder();
    dist = path.join(root, 'dist');
    write('package.json', '{ "type": "module" }');
    write('src/main.ts', "import { said } from './said.js';\nconsole.log(said as string);");
    write('src/said.ts', "export const said = 'one';");
  });

  it('makes one program of an entry and what it imports', () => {
    bundle();
    expect(run()).toBe('one\n');
  });

  it('loads nothing that the program does not use, no package either', () => {
    write('src/main.ts', "import { said } from './all.js';\nconsole.log(said);");
    write('src/all.ts', "export * from './said.js';\nexport * from './unused.js';");
    write(
      'src/unused.ts',
      "import 'not-installed';\nimport { part } from 'not-installed';\nexport const unused = part();",
    );
    bundle();
    expect(run()).toBe('one\n');
  });

  it('is made anew when a file changed', () => {
    bundle();
    write('src/said.ts', "export const said = 'other';");
    bundle();
    expect(run()).toBe('other\n');
  });

  it('bundles the threads beside an entry too', () => {
    write('src/counting-worker.ts', 'console.log(1);');
    bundle();
    expect(existsSync(path.join(dist, 'counting-worker.js'))).toBe(true);
  });

  it('removes files and folders that earlier bundles left an hour ago, and no younger ones', () => {
    write('dist/old.js', '');
    write('dist/run/old.js', '');
    write('dist/young.js', '');
    for (const name of ['old.js', 'run']) utimesSync(path.join(dist, name), HOURS_AGO, HOURS_AGO);
    bundle();
    expect(readdirSync(dist)).toEqual(['main.js', 'main.js.map', 'young.js']);
  });

  it('leaves what stands there as it is when the source cannot be bundled', () => {
    bundle();
    write('src/main.ts', "import './missing.js';");
    expect(bundle).toThrow('missing.js');
    expect(run()).toBe('one\n');
    expect(readdirSync(root).toSorted()).toEqual(['dist', 'package.json', 'src']);
  });
});
