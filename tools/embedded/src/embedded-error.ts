/** A failure that the person at the terminal can cure: one line that says what is wrong and what to do about it. */
export class EmbeddedError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'EmbeddedError';
  }
}

/** The code of a system or store error (`EACCES`, `LEVEL_LOCKED`), else undefined. */
export function systemCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
