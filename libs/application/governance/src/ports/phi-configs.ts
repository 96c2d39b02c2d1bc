/** Knows what a tenant may write into its `phi_config`. */
export abstract class PhiConfigs {
  /** @returns the config as it is to be stored. @throws DomainError `validation_error` naming the field. */
  abstract check(config: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
}
