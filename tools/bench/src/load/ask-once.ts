import type { Endpoint } from './raw-request.js';

export interface Answer {
  /** 0 when nobody answered. */
  readonly status: number;
  readonly text: string;
}

const PATIENCE_MS = 2_000;

/** One call outside every measurement. */
export async function askOnce({ url, headers }: Endpoint, body?: string): Promise<Answer> {
  try {
    const answer = await fetch(url, {
      ...(body === undefined ? {} : { method: 'POST', body }),
      headers: { 'content-type': 'application/json', ...headers },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return { status: answer.status, text: await answer.text() };
  } catch {
    return { status: 0, text: '' };
  }
}
