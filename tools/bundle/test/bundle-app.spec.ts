import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryFolders } from './temporary-folder.js';

const RULES = pathToFileURL(path.join(import.meta.dirname, '../src/bundle-app.mjs')).href;
const ENTRY = `
import { readFileSync } from 'node:fs';
export async function start() {
  const { late } = await import('./late.js');
  const name: string = 'onnxruntime-node'; // as the second opinion looks for what is optional
  const found = await import(name).catch(() => undefined);
  console.log('grüße 😀', typeof readFileSync, late, found?.default.runs ?? 'not installed');
}`;
const folder = temporaryFolders();

describe('an application that is bundled', () => {
  let root: string;
  let dist: string;
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };
  /** In a process of its own: the bundler is native code. */
  const bundle = (): void => {
    const code = `
      import { rolldown } from 'rolldown';
      const { appOutput, finishApp, isOutsideApp, PROGRAM } = await import('${RULES}');
      const input = { [PROGRAM]: '${path.join(root, 'src/main.ts')}' };
      const build = await rolldown({ input, platform: 'node', external: isOutsideApp, resolve: { extensionAlias: { '.js': ['.ts'] } } });
      await build.write({ dir: '${dist}', ...appOutput });
      finishApp('${dist}', 'main', '${dist}');`;
    execFileSync(process.execPath, ['--input-type=module', '--eval', code], { stdio: 'pipe' });
  };
  const run = (): string => execFileSync(process.execPath, [path.join(dist, 'main.js')], { encoding: 'utf8' });

  beforeEach(() => {
    root = folder();
    dist = path.join(root, 'dist');
    write('src/main.ts', ENTRY);
    write('src/late.ts', "export const late = 'later';");
  });

  it('starts from what was compiled, says so of what is not installed, and keeps every character', () => {
    bundle();
    expect(readdirSync(dist)).toContainEqual(expect.stringMatching(/^program-.*\.js\.compiled$/));
    expect(run()).toBe('grüße 😀 function later not installed\n');
  });

  it('finds an optional package where it is installed', () => {
    write('node_modules/onnxruntime-node/package.json', '{ "main": "main.js" }');
    write('node_modules/onnxruntime-node/main.js', "exports.runs = 'runs';");
    bundle();
    expect(run()).toContain('later runs');
  });

  it('is ASCII alone, so that its text takes one byte a character in memory', () => {
    bundle();
    for (const name of readdirSync(dist).filter((file) => file.endsWith('.js'))) {
      expect(readFileSync(path.join(dist, name), 'latin1')).not.toMatch(/[\u0080-\u00ff]/);
    }
  });
});
