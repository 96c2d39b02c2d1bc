import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers every call under `/<status>/` with that status, and counts. */
export interface FailingServer {
  readonly url: string;
  /** Calls under `/<label>/<status>/`. */
  calls(label: string, status: number): number;
  close(): Promise<void>;
}

export async function startFailingServer(): Promise<FailingServer> {
  const counts = new Map<string, number>();
  const server = http.createServer((request, response) => {
    request.resume();
    const [, label = '', status = '', ...path] = (request.url ?? '').split('/');
    const key = `${label}/${status}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    response.writeHead(Number(status), {
      'content-type': 'application/json',
      'retry-after-ms': '1', // no field of the gateway's: the packages that read it do not keep the test waiting
      ...(['429', '503'].includes(status) && { 'retry-after': '1' }),
    });
    const message = 'as you wish';
    response.end(
      JSON.stringify(
        path.includes('messages')
          ? { type: 'error', error: { type: 'api_error', message }, request_id: 'x' }
          : { error: { message, type: 'api_error', param: null, code: 'x' } },
      ),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: (label, status) => counts.get(`${label}/${status}`) ?? 0,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
