export { startPublicApi, type PublicApi } from './start-public-api.js';
