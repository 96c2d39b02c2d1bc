import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Account, runAs } from './account.js';
import type { Binaries } from './binaries.js';
import { EmbeddedError } from './embedded-error.js';

/** PostgreSQL's data and the means to run it. */
export interface Cluster {
  readonly data: string;
  readonly superuserPassword: string;
  readonly account: Account;
  readonly binaries: Binaries;
}

/** What `-D` names, for a program started with `spawnOptions`. */
export function dataArgument({ account, data }: Cluster): string {
  // Root may keep the data under a folder that the server's account cannot pass (/root is 0700). On Linux this link
  // leads to the directory in which root starts the process, without walking the path.
  return account.switched && process.platform === 'linux' ? '/proc/self/cwd' : data;
}

/** Runs a program of PostgreSQL in the data directory, under the server's account and with nothing of our environment. */
export function spawnOptions({ account, data }: Cluster) {
  // English messages, which this package reads, and UTC, which saves initdb the search for the machine's time zone.
  const env = { LC_ALL: 'C', TZ: 'UTC', PATH: process.env['PATH'] ?? '/usr/bin:/bin' };
  return { ...runAs(account), cwd: data, env };
}

/** The superuser's password lies beside the data, in a file that only this user can read. */
export function passwordFile(directory: string): string {
  return path.join(directory, 'password');
}

export function readPassword(directory: string): string {
  try {
    return readFileSync(passwordFile(directory), 'utf8').trim();
  } catch (cause) {
    throw brokenData(directory, 'its password file is missing or cannot be read', cause);
  }
}

const LACKS_RESOURCES = /No space left|Cannot allocate memory|shared memory|Too many open files|not ready after|^spawn/;

/** A server that ended with `reason`: nobody should throw data away because the machine is full. */
export function cannotStart(directory: string, reason: string, cause: unknown): EmbeddedError {
  if (!LACKS_RESOURCES.test(reason)) return brokenData(directory, reason, cause);
  return new EmbeddedError(`PostgreSQL cannot start (${reason}): free memory and disk space, and start again.`, {
    cause,
  });
}

export function brokenData(directory: string, what: string, cause?: unknown): EmbeddedError {
  return new EmbeddedError(
    `The database in ${directory} is broken (${what}): bring back a copy of that folder, or start empty with \`npm start -- --reset\`.`,
    { cause },
  );
}
