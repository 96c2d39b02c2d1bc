import { Pool } from 'undici';
import type { Reply, Sent } from './reply.js';

/** Nothing of the gateway may take as long, in ms. */
const PATIENCE_MS = 60_000;

/** No client can send this, so nothing was proved by it. */
export class Unsendable extends Error {}

/** Sends requests as they are: no redirects, nothing added but what HTTP needs. */
export class Client {
  private readonly pool: Pool;

  constructor(url: string, connections: number) {
    this.pool = new Pool(url, { connections, headersTimeout: PATIENCE_MS, bodyTimeout: PATIENCE_MS });
  }

  /** @throws Unsendable; anything else that is thrown means that no whole reply came. */
  async send({ method, address, headers, body }: Sent): Promise<Reply> {
    try {
      const response = await this.pool.request({
        method, // any token is sent
        path: address,
        headers: headers.flat(),
        body: body ?? null,
      });
      const received = Buffer.from(await response.body.arrayBuffer());
      return { status: response.statusCode, headers: inLowerCase(response.headers), body: received };
    } catch (error) {
      if (error instanceof Error && 'code' in error && NOT_SENT.has(error.code)) throw new Unsendable(error.message);
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.pool.destroy();
  }
}

const NOT_SENT: ReadonlySet<unknown> = new Set(['UND_ERR_INVALID_ARG', 'UND_ERR_NOT_SUPPORTED']);

const inLowerCase = (headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
