export { ADMIN_API, ADMIN_API_CONTROLLERS } from './admin-api.module.js';
export { startAdminApi } from './start-admin-api.js';
