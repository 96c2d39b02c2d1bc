export { PUBLIC_API, PUBLIC_API_CONTROLLERS } from './public-api.module.js';
export { startPublicApi } from './start-public-api.js';
