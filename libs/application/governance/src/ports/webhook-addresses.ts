/** Where a webhook may be: nowhere within the platform's own network. */
export abstract class WebhookAddresses {
  /**
   * Looks where the address leads at present; when something is sent it is looked at again.
   * @throws DomainError `validation_error` naming url.
   */
  abstract check(url: string): Promise<void>;
}
