export { EmbeddedError } from './embedded-error.js';
export { startPostgres, type EmbeddedPostgres, type PostgresOptions } from './postgres.js';
export { startDynamo, type DynamoOptions, type EmbeddedDynamo } from './dynamo.js';
export { ADMIN_ROLE, APP_ROLE, ensureRoles, OWNER_ROLE, type RoleOptions } from './roles.js';
