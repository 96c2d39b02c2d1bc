import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { type Account, handOver } from './account.js';
import type { Binaries } from './binaries.js';
import { type Cluster, dataArgument, passwordFile, spawnOptions } from './cluster.js';
import { EmbeddedError, systemCode } from './embedded-error.js';

/**
 * Makes `directory` with `data/` for PostgreSQL and the superuser's random password. It is built beside its place and
 * renamed, so that a crash leaves either nothing or a whole cluster with its password.
 * @param synced false: not flushed to disk (tests).
 */
export async function createCluster(
  directory: string,
  account: Account,
  binaries: Binaries,
  synced: boolean,
): Promise<void> {
  removeUnfinished(directory);
  const staged = `${directory}.new-${process.pid}`;
  const data = path.join(staged, 'data');
  const superuserPassword = randomBytes(24).toString('base64url');
  try {
    mkdirSync(data, { recursive: true, mode: 0o700 });
    chmodSync(staged, account.switched ? 0o711 : 0o700);
    handOver(data, account);
    await initdb({ data, account, binaries, superuserPassword }, synced);
    writeFileSync(passwordFile(staged), superuserPassword, { mode: 0o600 });
    renameSync(staged, directory);
  } catch (error) {
    // Another first start was quicker: its cluster is opened, and its server answers for it.
    if (systemCode(error) !== 'ENOTEMPTY' && systemCode(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(staged, { recursive: true, force: true });
  }
}

async function initdb(cluster: Cluster, synced: boolean): Promise<void> {
  const options = ['-D', dataArgument(cluster), '--username=postgres', '--pwfile=/dev/stdin', '--auth=scram-sha-256'];
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const flush = synced ? [] : ['--no-sync'];
  // The shell's pipe belongs to the server's account, which may not open one of this process as /dev/stdin.
  const command = ['-c', 'cat | "$@"', 'sh', cluster.binaries.initdb, ...options, ...locale, ...flush];
  const child = spawn('/bin/sh', command, { ...spawnOptions(cluster), stdio: ['pipe', 'ignore', 'pipe'] });
  child.stdin.on('error', () => undefined);
  child.stdin.end(`${cluster.superuserPassword}\n`);
  const [errors, status] = await Promise.all([text(child.stderr), exitStatus(child)]);
  if (status === 0) return;
  const reason = /error: (.*)/.exec(errors)?.[1] ?? (errors.trim().split('\n').at(-1) || `exit ${status}`);
  throw new EmbeddedError(`Cannot create a database in ${cluster.data}: ${reason}.`);
}

async function exitStatus(child: ChildProcess): Promise<number> {
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once('exit', (status) => resolve(status ?? -1));
      child.once('error', reject);
    });
  } catch (cause) {
    throw new EmbeddedError(
      `Cannot start PostgreSQL's programs (${systemCode(cause) ?? 'unknown error'}): run as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.`,
      { cause },
    );
  }
}

/** Removes what a killed first start left behind. */
function removeUnfinished(directory: string): void {
  const parent = path.dirname(directory);
  const prefix = `${path.basename(directory)}.new-`;
  for (const name of readdirSync(parent).filter((each) => each.startsWith(prefix))) {
    const pid = Number(name.slice(prefix.length));
    if (pid === process.pid || !isAlive(pid)) rmSync(path.join(parent, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}
