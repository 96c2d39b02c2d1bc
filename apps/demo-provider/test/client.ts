import OpenAI from 'openai';
import type { DemoProvider } from '../src/index.js';

/** The client that applications use; it never tries again, so that each test sees the first answer. */
export function openaiFor({ url }: DemoProvider): OpenAI {
  return new OpenAI({ baseURL: `${url}/v1`, apiKey: 'sk-test-key', maxRetries: 0 });
}

export function post(
  { url }: DemoProvider,
  path: string,
  body: object,
  init: { headers?: Record<string, string>; signal?: AbortSignal } = {},
): Promise<Response> {
  return fetch(`${url}${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...init.headers },
    ...(init.signal && { signal: init.signal }),
  });
}

export const CHAT = '/v1/chat/completions';

/** A chat request with one user message. */
export function asking(content: string, more: object = {}): object {
  return { model: 'demo-chat-small', messages: [{ role: 'user', content }], ...more };
}

/** The `data:` lines of an event stream. */
export function dataLines(text: string): string[] {
  return text
    .split('\n\n')
    .filter((event) => event !== '')
    .map((event) => event.replace(/^data: /, ''));
}

/** The text that the first choice of a stream's chunks spells. */
export function spelled(lines: readonly string[]): string {
  return lines
    .filter((line) => line !== '[DONE]')
    .map((line): string => JSON.parse(line).choices?.[0]?.delta?.content ?? '')
    .join('');
}

/** The answer's JSON, taken to be of the shape that the test goes on to check. */
export async function json<Shape>(response: Response): Promise<Shape> {
  return JSON.parse(await response.text());
}

export interface ErrorAnswer {
  readonly error: { readonly message: string; readonly type: string; readonly param: string | null };
}
