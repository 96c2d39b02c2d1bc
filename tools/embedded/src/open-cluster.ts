import { existsSync, mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { handOver, serverAccount } from './account.js';
import { locateBinaries } from './binaries.js';
import { brokenData, type Cluster, readPassword } from './cluster.js';
import { createCluster } from './create-cluster.js';
import { EmbeddedError, systemCode } from './embedded-error.js';

const MAJOR_VERSION = '18';

/**
 * Opens the cluster in `directory`, or makes it there.
 * @param synced false: a new cluster is not flushed to disk (tests).
 * @throws EmbeddedError when the folder cannot be written or its content is not a cluster of this version.
 */
export async function openCluster(directory: string, synced: boolean): Promise<Cluster> {
  const data = path.join(directory, 'data');
  try {
    const account = serverAccount(data);
    const binaries = locateBinaries(account);
    mkdirSync(path.dirname(directory), { recursive: true });
    if (!existsSync(directory) || readdirSync(directory).length === 0) {
      await createCluster(directory, account, binaries, synced);
    }
    checkVersion(directory, data);
    // A copy that root brought back belongs to root.
    if (statSync(data).uid !== account.uid) handOver(data, account);
    return { data, account, binaries, superuserPassword: readPassword(directory) };
  } catch (cause) {
    const code = systemCode(cause);
    if (code === undefined) throw cause;
    throw new EmbeddedError(
      `Cannot write to ${directory} (${code}): make the folder writable, or choose another with RADIANT_DATA_DIR.`,
      { cause },
    );
  }
}

function checkVersion(directory: string, data: string): void {
  let version: string;
  try {
    version = readFileSync(path.join(data, 'PG_VERSION'), 'utf8').trim();
  } catch (cause) {
    throw brokenData(directory, 'data/PG_VERSION is missing or cannot be read', cause);
  }
  if (version !== MAJOR_VERSION) {
    throw new EmbeddedError(
      `The database in ${directory} was made by PostgreSQL ${version}, and this is PostgreSQL ${MAJOR_VERSION}: go back to the release that made it, or start empty with \`npm start -- --reset\`.`,
    );
  }
}
