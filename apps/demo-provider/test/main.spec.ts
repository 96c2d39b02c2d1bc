import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import { startDemoProvider } from '../src/index.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const REGISTER = ['--no-warnings', '--import', '@swc-node/register/esm-register', '-C', '@radiant/source'];
/** As its bundle is started. */
const PROGRAM = "import { start } from './src/main.ts'; await start();";

describe('the process', () => {
  let child: ChildProcess;
  afterEach(() => void child.kill('SIGKILL'));

  const start = (variables: Record<string, string>) => {
    const env = { PATH: process.env['PATH'] ?? '', ...variables };
    const started = spawn(process.execPath, [...REGISTER, '--input-type=module', '-e', PROGRAM], {
      cwd: ROOT,
      env,
      stdio: 'pipe',
    });
    child = started;
    return started;
  };
  const failure = async (variables: Record<string, string>) => {
    const started = start(variables);
    let written = '';
    started.stderr.on('data', (part) => (written += String(part)));
    const [code] = await once(started, 'close');
    return [code, written];
  };

  it.each(['SIGTERM', 'SIGINT'] as const)('prints where it listens, and %s stops it cleanly', async (signal) => {
    const started = start({ DEMO_FAULT: 'hang', PORT: '' });
    const [line] = await once(createInterface(started.stdout), 'line');
    expect(line).toMatch(/^\{"event":"listening","port":\d+\}$/);
    const { port } = JSON.parse(line);
    const hanging = fetch(`http://127.0.0.1:${port}/v1/models`).catch((error: Error) => error.message);
    expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200);
    started.kill(signal);
    expect(await once(started, 'exit')).toEqual([0, null]);
    expect(await hanging).toBe('fetch failed');
  });

  it('answers a variable it cannot use with one line that names it', async () => {
    const line = 'DEMO_LATENCY_MS: expected an integer from 0 to 600000\n';
    expect(await failure({ DEMO_LATENCY_MS: 'slow' })).toEqual([1, line]);
  });

  it('says that a port is taken', async () => {
    const other = await startDemoProvider();
    const line = `PORT: expected a free port, or 0 for any free one; ${other.port} is taken\n`;
    expect(await failure({ PORT: String(other.port) })).toEqual([1, line]);
    await other.close();
  });
});
