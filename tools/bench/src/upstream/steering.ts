/** What a call asks of the fake upstream. */
export interface Steering {
  /** ms before the first byte. */
  readonly latency: number;
  readonly chunks: number;
  /** ms between chunks. */
  readonly interval: number;
  readonly stream: boolean;
  /** The first placeholder in the prompt: the answer mentions it, so that the gateway has something to restore. */
  readonly placeholder: string | undefined;
}

const MODEL = /"model"\s*:\s*"(?:[^"/]*\/)?fake((?:-[lni]\d+)*)"/;

/**
 * Read from the model's name, because every gateway forwards that and may drop headers:
 * `fake[-l<ms latency>][-n<chunks>][-i<ms interval>]`, for example `fake-l50` or `fake-n50-i20`.
 */
export function steering(body: string): Steering {
  const read = (letter: string, otherwise: number): number => {
    const value = new RegExp(`-${letter}(\\d+)`).exec(suffix)?.[1];
    return value === undefined ? otherwise : Number(value);
  };
  const suffix = MODEL.exec(body)?.[1] ?? '';
  return {
    latency: suffix === '' ? 0 : read('l', 0),
    chunks: suffix === '' ? 50 : read('n', 50),
    interval: suffix === '' ? 20 : read('i', 20),
    stream: /"stream"\s*:\s*true/.test(body),
    placeholder: body.includes('[PHI_') ? /\[PHI_[A-Z_]+\d+\]/.exec(body)?.[0] : undefined,
  };
}
