import { DomainError, type AppId } from '@radiant/kernel';
import type { AuthenticateApiKey } from './authenticate-api-key.js';
import type { AuthenticateToken } from './authenticate-token.js';
import type { Principal } from './principal.js';

const KEY_PREFIX = 'rad_';
/** Three parts of base64url, the form of a signed token: RFC 7515 section 7.1. */
const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const LONGEST_TOKEN = 16_384;

/** Turns whatever credential is shown into the principal it stands for. */
export class AuthenticateCredential {
  /** @param tokens undefined where no issuer is configured. */
  constructor(
    private readonly apiKeys: Pick<AuthenticateApiKey, 'execute'>,
    private readonly tokens: Pick<AuthenticateToken, 'execute'> | undefined,
  ) {}

  /** @throws DomainError `unauthorized` for every credential that is not valid; `service_unavailable`. */
  async execute(credential: string, app?: AppId): Promise<Principal> {
    if (credential.startsWith(KEY_PREFIX)) return this.apiKeys.execute(credential);
    if (this.tokens && credential.length <= LONGEST_TOKEN && TOKEN.test(credential)) {
      return this.tokens.execute(credential, app);
    }
    throw new DomainError('unauthorized', 'the credential is neither a valid API key nor a valid token');
  }
}
