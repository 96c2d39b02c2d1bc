/** What came back, whole. */
export interface Reply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What was sent. */
export interface Sent {
  readonly method: string;
  /** With the query. */
  readonly address: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | Buffer | undefined;
}

export const mediaType = ({ headers }: Reply): string => (headers['content-type'] ?? '').split(';', 1)[0]?.trim() ?? '';
