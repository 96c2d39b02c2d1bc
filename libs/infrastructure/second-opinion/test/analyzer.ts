import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What an analyzer answers: a status and a body, or nothing, ever. */
export type Answer = { readonly status: number; readonly body: string } | 'nothing';

/** A server in the place of Presidio's analyzer. It finds `Jane Doe` unless it is told what to answer. */
export interface Analyzer {
  readonly url: string;
  readonly requests: { readonly path: string; readonly body: Readonly<Record<string, unknown>> }[];
  /** The most requests that were open at the same time. */
  readonly mostOpen: () => number;
  /** What it answers from now on, given the text. */
  answer: (text: string) => Answer;
  close(): Promise<void>;
}

const NAME = [...'Jane Doe'];

/** Offsets of characters, as Python counts them. */
function found(text: string): object[] {
  const characters = [...text];
  const results: object[] = [];
  for (let at = 0; at + NAME.length <= characters.length; at += 1) {
    if (NAME.every((character, i) => characters[at + i] === character)) {
      results.push({
        entity_type: 'PERSON',
        start: at,
        end: at + NAME.length,
        score: 0.85,
        analysis_explanation: null,
      });
    }
  }
  return results;
}

export const ok = (results: unknown): Answer => ({ status: 200, body: JSON.stringify(results) });

export async function startAnalyzer(): Promise<Analyzer> {
  let open = 0;
  let most = 0;
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    most = Math.max(most, (open += 1));
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(Buffer.from(piece));
    const body = JSON.parse(Buffer.concat(pieces).toString()) as Record<string, unknown>;
    analyzer.requests.push({ path: `${request.method} ${request.url}`, body });
    const answer = analyzer.answer(String(body['text']));
    open -= 1;
    if (answer === 'nothing') return;
    response.writeHead(answer.status, { 'content-type': 'application/json', location: '/elsewhere' }).end(answer.body);
  };
  const server = createServer((request, response) => void handle(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const analyzer: Analyzer = {
    url: `http://127.0.0.1:${port}/presidio`,
    requests: [],
    mostOpen: () => most,
    answer: (text) => ok(found(text)),
    close: async () => {
      server.closeAllConnections();
      server.close();
      if (server.listening) await once(server, 'close');
    },
  };
  return analyzer;
}
