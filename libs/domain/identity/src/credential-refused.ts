import { DomainError } from '@radiant/kernel';
import type { Principal } from './principal.js';

/**
 * A credential that is known and not good any more. To its bearer it looks like any other that is refused; whose it is
 * goes into the trail alone.
 */
export class CredentialRefused extends DomainError {
  /** @param principal whom it stood for; of a tenant that is there. */
  constructor(
    message: string,
    readonly principal: Principal,
  ) {
    super('unauthorized', message);
  }
}
