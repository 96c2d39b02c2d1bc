/** Where calls go, and with what. */
export interface Endpoint {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface RawRequest {
  readonly host: string;
  readonly port: number;
  readonly bytes: Buffer;
}

/** One HTTP/1.1 POST, made once and written to the socket again and again. */
export function rawRequest({ url, headers }: Endpoint, body: string): RawRequest {
  const { host, hostname, port, pathname } = new URL(url);
  const fields = {
    host,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    ...headers,
    'content-length': String(Buffer.byteLength(body)),
  };
  const lines = Object.entries(fields).map(([field, value]) => `${field}: ${value}\r\n`);
  return {
    host: hostname,
    port: Number(port),
    bytes: Buffer.from(`POST ${pathname} HTTP/1.1\r\n${lines.join('')}\r\n${body}`),
  };
}
