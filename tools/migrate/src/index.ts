export { migrate, type MigrateOptions, type MigrateResult } from './migrate.js';
export { MigrationError } from './migration-error.js';
