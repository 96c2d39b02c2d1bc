export { PUBLIC_API_CONTROLLERS } from './public-api-controllers.js';
export { PUBLIC_API } from './public-api.module.js';
export { startPublicApi } from './start-public-api.js';
