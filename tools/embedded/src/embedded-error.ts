/** A failure that the person at the terminal can cure: one line that says what is wrong and what to do about it. */
export class EmbeddedError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'EmbeddedError';
  }
}

/** Node's code of a system error (`EACCES`, `EADDRINUSE`), else undefined. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
