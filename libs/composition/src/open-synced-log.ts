import { DomainError } from '@radiant/kernel';
import { causeOf, EnvironmentError } from '@radiant/nest-kit';
import { SyncedLog } from '@radiant/spool';

/** A file below RADIANT_DATA_DIR. @throws EnvironmentError when nothing can be written there. */
export async function openSyncedLog(options: Parameters<typeof SyncedLog.open>[0]): Promise<SyncedLog> {
  try {
    return await SyncedLog.open(options);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const reason = causeOf(error) ?? error.code;
    throw new EnvironmentError([`RADIANT_DATA_DIR must be a folder that this process can write (${reason})`]);
  }
}
