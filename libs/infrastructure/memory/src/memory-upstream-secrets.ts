import { UpstreamSecrets } from '@radiant/inference';
import { DomainError } from '@radiant/kernel';

/** By reference. */
export class MemoryUpstreamSecrets extends UpstreamSecrets {
  readonly #secrets: Map<string, string>;

  constructor(secrets: ReadonlyMap<string, string> = new Map()) {
    super();
    this.#secrets = new Map(secrets);
  }

  put(reference: string, secret: string): void {
    this.#secrets.set(reference, secret);
  }

  async read(reference: string): Promise<string> {
    const secret = this.#secrets.get(reference);
    if (secret === undefined) throw new DomainError('service_unavailable', 'a secret of the provider can not be read');
    return secret;
  }

  renew(reference: string): Promise<string> {
    return this.read(reference);
  }
}
