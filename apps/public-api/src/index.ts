export { startPublicApi } from './start-public-api.js';
