export { startAdminApi } from './start-admin-api.js';
