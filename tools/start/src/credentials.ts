/** Content of `.radiant/credentials.json`. */
export interface Credentials {
  readonly publicUrl: string;
  readonly adminUrl: string;
  readonly consoleUrl: string;
  readonly tenants: readonly { readonly id: string; readonly name: string; readonly apiKey: string }[];
  /** A super_admin JWT of the embedded issuer, valid for 12 h; empty when there is no such issuer. */
  readonly adminToken: string;
}
