/**
 * What the references of a provider's row lead to. Neither the reference nor the secret stands in any failure: all throw
 * DomainError `service_unavailable` when there is nothing to be had, so that nothing leaves without its key.
 */
export abstract class UpstreamSecrets {
  /** @param reference e.g. `env:NAME` or `secret:ARN#field`. A secret that is rotated is followed within 5 minutes. */
  abstract read(reference: string): Promise<string>;

  /** For when an upstream refused the secret: as it is now, read anew unless that began less than 5 s ago. */
  abstract renew(reference: string): Promise<string>;
}
