import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { startPostgres } from '../src/postgres.js';
import { temporaryFolder } from './temporary-folder.js';
import { until } from '../src/testing/until.js';

jest.setTimeout(180_000);

const folder = temporaryFolder();

async function startInChild(directory: string): Promise<{ child: ChildProcess; port: number; superuserUrl: string }> {
  const script = path.join(import.meta.dirname, 'start-and-report.mjs');
  const child = spawn(process.execPath, [script, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    const report: unknown = JSON.parse(line);
    if (typeof report === 'object' && report !== null && 'port' in report && 'superuserUrl' in report) {
      return { child, port: Number(report.port), superuserUrl: String(report.superuserUrl) };
    }
  }
  throw new Error('the child ended without a report');
}

async function refusesConnections(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return false;
  } catch {
    return true;
  } finally {
    socket.destroy();
  }
}

describe('a process that is killed with -9', () => {
  it('takes its server with it, and loses nothing that was committed', async () => {
    const directory = path.join(folder, 'postgres');
    const { child, port, superuserUrl } = await startInChild(directory);
    const client = new pg.Client({ connectionString: superuserUrl });
    client.on('error', () => undefined);
    await client.connect();
    await client.query("create table note (text text); insert into note values ('kept')");

    child.kill('SIGKILL');
    await once(child, 'exit');
    await until(() => refusesConnections(port));
    await until(() => !existsSync(path.join(directory, 'data', 'postmaster.pid')));

    const again = await startPostgres({ directory });
    const reader = new pg.Client({ connectionString: again.superuserUrl });
    await reader.connect();
    expect((await reader.query('select text from note')).rows).toEqual([{ text: 'kept' }]);
    await reader.end();
    await again.stop();
  });

  it('lets the next start go ahead at once', async () => {
    const directory = path.join(folder, 'postgres');
    const { child } = await startInChild(directory);
    child.kill('SIGKILL');
    const again = await startPostgres({ directory });
    await again.stop();
  });
});
