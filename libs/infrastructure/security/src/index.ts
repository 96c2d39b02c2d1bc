export { CryptoIdGenerator } from './crypto-id-generator.js';
export { KeyringSealer } from './keyring-sealer.js';
export { generateKeyring, LocalKeyring } from './local-keyring.js';
export { Sha256Digest } from './sha256-digest.js';
export { SystemClock } from './system-clock.js';
