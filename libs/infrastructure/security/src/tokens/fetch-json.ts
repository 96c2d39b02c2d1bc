/** The part of `fetch` that is used here. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

const TIMEOUT_MS = 5_000;
const LARGEST_BYTES = 1_048_576;

/** A JSON document: 200 and nothing else, 5 s and 1 MiB at most, no redirects. @throws Error, and whatever `fetch` throws. */
export async function fetchJson(fetch: Fetch, url: URL): Promise<unknown> {
  const response = await fetch(url.href, {
    headers: { accept: 'application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (response.status !== 200 || response.redirected) {
    await response.body?.cancel();
    throw new Error(`answered ${response.status}`);
  }
  return JSON.parse(await bounded(response));
}

async function bounded({ body }: Response): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let bytes = 0;
  const chunks: AsyncIterable<Uint8Array> | undefined = body ?? undefined;
  for await (const chunk of chunks ?? []) {
    bytes += chunk.byteLength;
    if (bytes > LARGEST_BYTES) throw new Error('the document is too large'); // leaving the loop cancels the rest
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
