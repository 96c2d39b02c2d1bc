export { adminClient, publicClient, ApiError, done, type AdminClient, type PublicClient } from './client.js';
