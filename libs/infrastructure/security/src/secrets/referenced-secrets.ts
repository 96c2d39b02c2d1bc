import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { UpstreamSecrets } from '@radiant/inference';
import { DomainError, type Clock } from '@radiant/kernel';
import { secretReference, type SecretReference } from '@radiant/registry';
import { KeptSecret } from './kept-secret.js';
import { secretText } from './secret-text.js';

/** References of rows that have long changed go, the oldest first. */
const MOST_KEPT = 1_000;

export interface ReferencedSecretsOptions {
  /** What a variable of the process says. */
  readonly variable: (name: string) => string | undefined;
  /** A client for a region of AWS, made when a reference first needs one. */
  readonly client: (region: string) => SecretsManagerClient;
  /** ARNs of the platform's own secrets: no reference leads there. */
  readonly own: ReadonlySet<string>;
}

/** Secrets of providers in this process's variables and in AWS Secrets Manager. */
export class ReferencedSecrets extends UpstreamSecrets {
  readonly #kept = new Map<string, KeptSecret<string>>();
  readonly #clients = new Map<string, SecretsManagerClient>();
  readonly #options: ReferencedSecretsOptions;

  constructor(
    options: ReferencedSecretsOptions,
    private readonly clock: Clock,
  ) {
    super();
    this.#options = options;
  }

  async read(reference: string): Promise<string> {
    return this.secret(reference, (kept) => kept.current());
  }

  async renew(reference: string): Promise<string> {
    return this.secret(reference, (kept) => kept.renewed());
  }

  /** Ends the connections to AWS. */
  close(): void {
    for (const client of this.#clients.values()) client.destroy();
  }

  private secret(text: string, ask: (kept: KeptSecret<string>) => Promise<string>): Promise<string> | string {
    const kept = this.#kept.get(text);
    if (kept) return ask(kept);
    const reference = secretReference(text);
    if (!reference) throw unreadable();
    if (reference.kind === 'environment') return present(this.#options.variable(reference.name));
    return ask(this.keep(text, reference));
  }

  private keep(
    text: string,
    { arn, region, field }: Extract<SecretReference, { kind: 'secrets_manager' }>,
  ): KeptSecret<string> {
    if (this.#options.own.has(arn)) throw unreadable();
    const client = this.client(region);
    const kept = new KeptSecret(
      {
        name: NAME,
        fetch: () => secretText(client, arn),
        parse: (found) => present(field === undefined ? found : fieldOf(found, field)),
      },
      this.clock,
    );
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(text, kept);
    return kept;
  }

  private client(region: string): SecretsManagerClient {
    const known = this.#clients.get(region);
    if (known) return known;
    const client = this.#options.client(region);
    this.#clients.set(region, client);
    return client;
  }
}

const NAME = 'a secret of the provider';

const unreadable = (): DomainError => new DomainError('service_unavailable', `${NAME} can not be read`);

function present(text: string | undefined): string {
  const trimmed = text?.trim() ?? '';
  if (trimmed === '') throw unreadable();
  return trimmed;
}

function fieldOf(text: string | undefined, field: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    const fields: readonly [string, unknown][] = typeof value === 'object' && value ? Object.entries(value) : [];
    const found = new Map(fields).get(field);
    return typeof found === 'string' ? found : undefined;
  } catch {
    return undefined; // the parser's message quotes the secret
  }
}
