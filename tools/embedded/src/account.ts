import { lchownSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { EmbeddedError } from './embedded-error.js';

/** `nobody` on every Linux; a valid number on macOS. */
const UNPRIVILEGED = 65534;

/** The system account that runs the server; `switched` when it is another one than this process's own. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
  readonly switched: boolean;
}

/**
 * PostgreSQL refuses to run as root, so root hands over to the owner of the data, and for new data to an
 * unprivileged account. Anybody else runs the server as himself.
 * @param data the data directory, which may not exist yet.
 */
export function serverAccount(data: string): Account {
  const uid = process.getuid?.() ?? UNPRIVILEGED;
  const gid = process.getgid?.() ?? UNPRIVILEGED;
  const owner = statSync(data, { throwIfNoEntry: false });
  if (uid !== 0) {
    if (owner !== undefined && owner.uid !== uid) {
      throw new EmbeddedError(
        `${data} belongs to another user (uid ${owner.uid}; was it started with sudo before?): start as that user, or remove the folder to begin anew.`,
      );
    }
    return { uid, gid, switched: false };
  }
  if (owner === undefined || owner.uid === 0) return { uid: UNPRIVILEGED, gid: UNPRIVILEGED, switched: true };
  return { uid: owner.uid, gid: owner.gid, switched: true };
}

/** Options for `spawn` that start a program as `account`. */
export function runAs(account: Account): { uid?: number; gid?: number } {
  return account.switched ? { uid: account.uid, gid: account.gid } : {};
}

/** Gives `directory` and everything in it to `account`, when that is another one than this process's own. */
export function handOver(directory: string, account: Account): void {
  if (!account.switched) return;
  lchownSync(directory, account.uid, account.gid);
  for (const entry of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
    lchownSync(path.join(directory, entry), account.uid, account.gid);
  }
}
