import net from 'node:net';
import { nanoseconds } from '../load/clock.js';
import { completionFor, httpAnswer, STREAM_HEAD, streamChunk } from './answers.js';
import { RequestParser, type UpstreamRequest } from './request-parser.js';
import { steering, type Steering } from './steering.js';

const NOT_FOUND = httpAnswer('{"error":{"message":"not found"}}', '404 Not Found');
/** A timer of Node fires up to this many ms beside its time. */
const TIMER_SLACK_MS = 2;

/**
 * An OpenAI-compatible model server on raw TCP, so that its own CPU cost stays far below that of any gateway in front of
 * it. `GET /last` answers with the body of the last chat request, for checks of what a gateway sent.
 */
export async function startFakeUpstream(): Promise<net.Server> {
  let last = '';
  const server = net.createServer({ noDelay: true }, (socket) => {
    const parser = new RequestParser();
    let busy = false;
    const serve = (): void => {
      for (let request = busy ? undefined : parser.next(); request; request = busy ? undefined : parser.next()) {
        busy = true;
        if (request.path.endsWith('/chat/completions')) last = request.body;
        answer(socket, request, last, finished);
      }
    };
    const finished = (later: boolean): void => {
      busy = false;
      if (later) serve();
    };
    socket.on('data', (bytes) => {
      parser.add(bytes);
      serve();
    });
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, resolve));
  return server;
}

/** @param finished told whether the answer ended later than this call. */
function answer(socket: net.Socket, request: UpstreamRequest, last: string, finished: (later: boolean) => void): void {
  if (!request.path.endsWith('/chat/completions')) {
    socket.write(request.path === '/last' ? httpAnswer(last || '{}') : NOT_FOUND);
    finished(false);
    return;
  }
  const wish = steering(request.body);
  const begin = (later: boolean): void => {
    if (wish.stream) stream(socket, wish, () => finished(true));
    else {
      if (!socket.destroyed) socket.write(completionFor(wish.placeholder));
      finished(later);
    }
  };
  if (wish.latency > 0) after(wish.latency, () => begin(true));
  else begin(false);
}

function stream(socket: net.Socket, wish: Steering, finished: () => void): void {
  let index = 0;
  socket.write(STREAM_HEAD);
  const tick = (): void => {
    if (socket.destroyed) return;
    socket.write(streamChunk(index, wish.chunks, wish.placeholder));
    if (++index < wish.chunks) setTimeout(tick, wish.interval);
    else setImmediate(finished);
  };
  tick();
}

/**
 * Runs `action` after exactly `milliseconds`: a plain timer counts in whole milliseconds of the event loop's clock, which
 * would swallow what a gateway adds.
 */
function after(milliseconds: number, action: () => void): void {
  const due = nanoseconds() + milliseconds * 1e6;
  const poll = (): void => {
    if (nanoseconds() >= due) action();
    else setImmediate(poll);
  };
  setTimeout(poll, milliseconds - TIMER_SLACK_MS);
}
