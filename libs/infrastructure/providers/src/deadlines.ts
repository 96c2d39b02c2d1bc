/** How long the upstream may take, in ms. A deadline that passes is a `provider_timeout`. */
export interface Deadlines {
  readonly connectMs: number;
  /** From the request being sent to the first byte of the answer. */
  readonly firstByteMs: number;
  /** Of silence between two pieces of the answer. */
  readonly idleMs: number;
  /** Of the whole call. */
  readonly totalMs: number;
}

/** A model may think for two minutes (the specification's limit) and then write for ten. */
export const DEFAULT_DEADLINES: Deadlines = {
  connectMs: 5_000,
  firstByteMs: 120_000,
  idleMs: 60_000,
  totalMs: 720_000,
};
