/** Content of `.radiant/credentials.json`. */
export interface Credentials {
  readonly publicUrl: string;
  readonly adminUrl: string;
  readonly consoleUrl: string;
  readonly tenants: readonly { readonly id: string; readonly name: string; readonly apiKey: string }[];
  /** A super_admin JWT, valid for 12 h. */
  readonly adminToken: string;
}
