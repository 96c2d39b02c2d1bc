import type { Clock } from '@radiant/kernel';
import type { Environment } from '@radiant/nest-kit';
import type { Duty } from '@radiant/postgres';
import { connectDatabase, findDatabase } from './open-database.js';
import { openKeys } from './open-keys.js';

/**
 * The database and the keys of its tenants, both at once: a process starts a tenth of a second sooner.
 * @param duty what the role must be the one for. @throws as `openDatabase` and `openKeys`; nothing stays open then.
 */
export async function openDatabaseAndKeys(
  environment: Environment,
  clock: Clock,
  applicationName: string,
  maxConnections: number,
  duty?: Duty,
) {
  const address = await findDatabase(environment, clock, applicationName);
  const [database, keys] = await Promise.allSettled([
    connectDatabase(address, maxConnections, duty),
    openKeys(environment, address, clock),
  ]);
  if (database.status === 'rejected') {
    if (keys.status === 'fulfilled') await keys.value.close();
    throw database.reason;
  }
  if (keys.status === 'rejected') {
    await database.value.dataSource.destroy();
    throw keys.reason;
  }
  return { database: database.value, keys: keys.value };
}
