import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** What became of a call that was one of thousands at once. */
export interface Outcome {
  /** 0 when no answer came. */
  readonly status: number;
  readonly requestId: string;
  /** In s; 0 without one. */
  readonly retryAfter: number;
  /** When it began, since the caller did, in ms, and how long it took. */
  readonly at: number;
  readonly ms: number;
}

/** Calls as often as is wanted, whether or not those before have been answered: each has a connection while it runs. */
export class BusyCaller {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: Infinity, maxFreeSockets: Infinity });
  private readonly body: string;
  private readonly began = performance.now();

  constructor(
    private readonly url: string,
    private readonly apiKey: string,
    prompt: string,
  ) {
    this.body = JSON.stringify({
      model: 'demo-chat-small',
      max_tokens: 1,
      messages: [{ role: 'user', content: prompt }],
    });
  }

  /** Never rejects. */
  call(): Promise<Outcome> {
    const from = performance.now();
    const at = from - this.began;
    return new Promise((resolve) => {
      const none = (): void => resolve({ status: 0, requestId: '', retryAfter: 0, at, ms: performance.now() - from });
      const sent = request(
        `${this.url}/v1/chat/completions`,
        {
          method: 'POST',
          agent: this.agent,
          headers: {
            authorization: `Bearer ${this.apiKey}`,
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(this.body),
          },
        },
        (response) => {
          const { statusCode: status = 0, headers } = response;
          text(response).then(() => {
            const retryAfter = Number(headers['retry-after'] ?? 0);
            const requestId = String(headers['x-request-id']);
            resolve({ status, requestId, retryAfter, at, ms: performance.now() - from });
          }, none);
        },
      );
      sent.on('error', none).end(this.body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
