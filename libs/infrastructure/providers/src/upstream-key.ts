import { DomainError } from '@radiant/kernel';
import type { Dialect, Provider } from '@radiant/registry';

/** The header that carries a provider's key, and where the key is found. */
export interface KeyHeader {
  readonly name: string;
  readonly bearer: boolean;
  readonly reference: string;
}

const AUTHORIZATION = 'authorization';
const SENDABLE = /^[\x21-\x7e]{1,8192}$/;

/**
 * @returns undefined where none is asked for.
 * @throws DomainError `service_unavailable` when one is, and the row names none or one that can't be given.
 */
export function keyHeaderOf({ authType, credential, connection }: Provider): KeyHeader | undefined {
  switch (authType) {
    case 'none':
      return undefined;
    case 'iam':
      throw unavailable('calls are not signed with identities of AWS: give the provider a key');
    case 'oauth':
      return { name: AUTHORIZATION, bearer: true, reference: credential ?? missing() };
    case 'api_key': {
      const name = connection.keyHeader ?? OWN_HEADER[connection.dialect];
      return { name, bearer: name === AUTHORIZATION, reference: credential ?? missing() };
    }
  }
}

/** The header as it is sent. @throws DomainError `service_unavailable` for what no header can carry. */
export function keyHeader(bearer: boolean, key: string): string {
  if (!SENDABLE.test(key)) throw unavailable('the key of the provider is no single line of printable characters');
  return bearer ? `Bearer ${key}` : key;
}

/** As Azure OpenAI's and Anthropic's references have it. */
const OWN_HEADER: Readonly<Record<Dialect, string>> = {
  openai: AUTHORIZATION,
  azure_openai: 'api-key',
  openai_responses: AUTHORIZATION,
  anthropic: 'x-api-key',
};

function missing(): never {
  throw unavailable('the provider has no credential');
}

const unavailable = (message: string): DomainError => new DomainError('service_unavailable', message);
