export { API_KEY, mintApiKey, sameHash, type ApiKey, type MintedApiKey } from './api-key.js';
export { AuthenticateApiKey } from './authenticate-api-key.js';
export { ApiKeyDirectory } from './ports/api-key-directory.js';
export type { Principal } from './principal.js';
