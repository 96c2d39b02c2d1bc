import { MigrationError } from './migration-error.js';

/** Before it, who owns the database has no rights in its schema unless he inherits those of other roles as well. */
const OLDEST = 16;

/** @param number as `server_version_num` has it, e.g. 160013. @throws MigrationError for a server that is too old. */
export function assertServerVersion(number: number): void {
  const major = Math.floor(number / 10_000);
  if (major >= OLDEST) return;
  throw new MigrationError(`PostgreSQL ${OLDEST} or later is needed, and this is PostgreSQL ${major}.`);
}
