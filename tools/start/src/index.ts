export { administrationEnvironment } from './administration.js';
export type { Credentials } from './credentials.js';
export { embeddedIssuer } from './embedded-issuer.js';
export { generateIssuerKey, issuerVariable, mintToken, type TokenSubject } from './issuer.js';
export { start, type Started, type StartOptions } from './start.js';
