import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryFolders } from './temporary-folder.js';

const PROGRAM = `
const { greeting } = require('./chunk.js');
exports.start = async () => {
  const { later } = require('./later.js');
  console.log(greeting, later, require('node:os').EOL.length, new Error('here').stack.split('\\n')[1]);
};`;
const folder = temporaryFolders();

describe('the launcher of an application', () => {
  let directory: string;
  const write = (name: string, text: string): void => writeFileSync(path.join(directory, name), text);
  const run = (...options: string[]): string =>
    execFileSync(process.execPath, [path.join(directory, 'main.js'), ...options], { encoding: 'utf8', stdio: 'pipe' });
  const compiled = (): string[] => readdirSync(directory).filter((name) => name.endsWith('.compiled'));

  beforeEach(() => {
    directory = folder();
    copyFileSync(path.join(import.meta.dirname, '../src/launcher.cjs'), path.join(directory, 'main.js'));
    write('package.json', '{ "type": "commonjs" }');
    write('program.js', PROGRAM);
    write('chunk.js', "exports.greeting = 'started';");
    write('later.js', "exports.later = 'with what it needs later';");
  });

  it('starts the program with its other files and modules of Node', () => {
    expect(run()).toMatch(/^started with what it needs later 1 .*program\.js/);
  });

  it('keeps what was compiled of the files that loading needs, and starts nothing meanwhile', () => {
    expect(run('--compile', directory)).toBe('');
    expect(compiled()).toEqual(['chunk.js.compiled', 'program.js.compiled']);
  });

  it('starts the same program from compiled code', () => {
    const plain = run();
    run('--compile', directory);
    expect(run()).toBe(plain);
  });

  it('takes compiled code: stacks name the place for which it was compiled', () => {
    run('--compile', '/opt/radiant');
    expect(run()).toContain('/opt/radiant/program.js');
  });

  it.each(['', 'what another version of Node made of it'])('starts when the compiled code is %j', (text) => {
    const plain = run();
    run('--compile', directory);
    for (const name of compiled()) write(name, text);
    expect(run()).toBe(plain);
  });

  it('fails, and leaves nothing behind, when the program cannot be loaded', () => {
    write('chunk.js', 'throw new Error("broken")');
    expect(() => run('--compile', directory)).toThrow('broken');
    expect(existsSync(path.join(directory, 'program.js.compiled'))).toBe(false);
  });
});
