/** Where calls go, and with what. */
export interface Endpoint {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The key of the next call; undefined: all are of whom the headers name. */
  readonly nextKey?: () => string;
}

export interface RawRequest {
  readonly host: string;
  readonly port: number;
  /** Of the next call. */
  next(): Buffer;
}

/** One HTTP/1.1 POST, made once and written to the socket again and again, or with one key after the other. */
export function rawRequest({ url, headers, nextKey }: Endpoint, body: string): RawRequest {
  const { host, hostname, port, pathname } = new URL(url);
  const fields = {
    host,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    ...headers,
    'content-length': String(Buffer.byteLength(body)),
  };
  const lines = Object.entries(fields).map(([field, value]) => `${field}: ${value}\r\n`);
  const requestOf = (keyLine: string): Buffer =>
    Buffer.from(`POST ${pathname} HTTP/1.1\r\n${keyLine}${lines.join('')}\r\n${body}`);
  const alike = requestOf('');
  return {
    host: hostname,
    port: Number(port),
    next: () => (nextKey ? requestOf(`authorization: Bearer ${nextKey()}\r\n`) : alike),
  };
}
