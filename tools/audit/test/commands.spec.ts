import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { openWorld, temporaryFolders, TENANT } from './world.js';

jest.setTimeout(180_000); // processes, and the first one is bundled before it runs

const WORKSPACE = path.resolve(import.meta.dirname, '../../..');
const folders = temporaryFolders();

let world: Awaited<ReturnType<typeof openWorld>>;
let measured: Awaited<ReturnType<typeof runScript>>;
beforeAll(async () => {
  world = await openWorld(folders.next());
  await world.happened(5);
  measured = await runScript(['tools/run.mjs', 'audit', 'bench', '1000']); // bundles it for all that follow
});
afterAll(async () => {
  await world.close();
  folders.remove();
});

const run = (args: readonly string[], variables?: Readonly<Record<string, string>>) =>
  runScript(['tools/audit/dist/main.js', ...args], variables);

async function runScript(args: readonly string[], variables: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, ['--no-warnings', ...args], {
    cwd: WORKSPACE,
    env: { PATH: process.env['PATH'], RADIANT_DATA_DIR: folders.next(), ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { output, errors, code: Number(code) };
}

describe('the commands', () => {
  it('write a bundle, verify it, and name what was changed in it', async () => {
    const bundle = folders.next();
    const written = await run(
      ['evidence', '--tenant', TENANT, '--out', bundle, '--from', '2026-03-10'],
      world.variables,
    );
    expect(written).toMatchObject({ code: 0, errors: '' });
    expect(written.output).toContain('7 rows and 8 files are in');
    const clean = await run(['verify', bundle]);
    expect(clean).toMatchObject({ code: 0, errors: '' });
    expect(clean.output).toMatch(/Rows +7\n/);
    expect(clean.output).toContain('Nothing is wrong.');
    appendFileSync(path.join(bundle, 'access-review.csv'), 'x');
    const changed = await run(['verify', bundle]);
    expect(changed).toMatchObject({ code: 1, errors: '' });
    expect(changed.output).toContain('access-review.csv: the file is not the one that was listed');
  });

  it('find a running `npm start` by its folder', async () => {
    const directory = folders.next();
    mkdirSync(directory);
    writeFileSync(path.join(directory, 'administration.json'), JSON.stringify(world.variables));
    const bundle = folders.next();
    const written = await run(['evidence', '--tenant', TENANT, '--out', bundle], { RADIANT_DATA_DIR: directory });
    expect(written).toMatchObject({ code: 0, errors: '' });
    expect(readFileSync(path.join(bundle, 'README.txt'), 'utf8')).toContain(TENANT);
  });

  it.each([
    ['nothing', [], 2, 'npm run audit:verify -- FOLDER_OR_FILE'],
    ['no tenant', ['evidence', '--out', 'x'], 2, '--tenant must be'],
    ['no moment', ['evidence', '--tenant', TENANT, '--out', 'x', '--from', 'monday'], 2, '--from must be a moment'],
    ['what is not there', ['verify', '/nowhere'], 2, 'is neither a folder nor a file'],
    ['nothing that runs', ['evidence', '--tenant', TENANT, '--out', '/tmp/nowhere'], 1, 'RADIANT is not running here'],
  ])('say in one line what they were given: %s', async (_, args, code, message) => {
    const failed = await run(args);
    expect(failed).toMatchObject({ code, output: '' });
    expect(failed.errors).toContain(message);
    expect(failed.errors).not.toContain('    at ');
  });

  it('write nothing about a tenant that is not there', async () => {
    const bundle = folders.next();
    const failed = await run(['evidence', '--tenant', TENANT.replace('1', '9'), '--out', bundle], world.variables);
    expect(failed).toMatchObject({ code: 1, errors: 'there is no such tenant\n' });
    expect(existsSync(bundle)).toBe(false);
  });

  it('measure verification', () => {
    expect(measured.output).toMatch(/Rows +1,000\n/);
    expect(measured.output).toContain('Nothing is wrong.');
  });
});
