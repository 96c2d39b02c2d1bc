/** Where and how lines are sent. */
export interface Receiver {
  readonly host: string;
  readonly port: number;
  /** What a certificate must be for; undefined for an address. */
  readonly name: string | undefined;
  readonly connectMs: number;
  readonly writeMs: number;
  readonly quietMs: number;
}
