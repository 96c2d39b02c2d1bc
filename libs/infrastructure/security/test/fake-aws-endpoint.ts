import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AwsOptions } from '../src/aws-clients.js';

/** Thrown by an operation: the exception that AWS would name. */
export class AwsFailure extends Error {
  constructor(
    readonly type: string,
    readonly status = 400,
  ) {
    super(type);
  }
}

export type Operation = (input: Record<string, unknown>) => object | Promise<object>;

/** The text that comes with every exception and must reach nobody. */
export const AWS_TEXT = 'the text of AWS';

/** A server of the AWS JSON 1.1 protocol: the operation is in `X-Amz-Target`, exceptions are named by `__type`. */
export class FakeAwsEndpoint {
  /** Names of the operations called, in order. */
  readonly calls: string[] = [];
  private readonly server = createServer((request, response) => {
    void this.answer(request).then(([status, body]) => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(body));
    });
  });

  constructor(private readonly operations: Readonly<Record<string, Operation>>) {}

  async start(): Promise<AwsOptions> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    const { port } = this.server.address() as AddressInfo;
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    return { region: 'us-east-1', endpoint: `http://127.0.0.1:${port}`, credentials };
  }

  /** From now on connections are refused. */
  async stop(): Promise<void> {
    if (!this.server.listening) return;
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private async answer(request: IncomingMessage): Promise<[status: number, body: object]> {
    const target = String(request.headers['x-amz-target']);
    this.calls.push(target);
    try {
      const operation = this.operations[target];
      if (!operation) throw new AwsFailure('UnknownOperationException');
      return [200, await operation(await inputOf(request))];
    } catch (error) {
      if (!(error instanceof AwsFailure)) throw error;
      return [error.status, { __type: error.type, message: AWS_TEXT }];
    }
  }
}

async function inputOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>;
}
