import { buildApp } from './app.js';
import { type Behaviour, checkedBehaviour } from './behaviour.js';
import { InvalidInput } from './invalid-input.js';
import { isObject } from './json.js';
import { type RecordedRequest, Recorder } from './recorder.js';

export interface DemoProviderOptions extends Partial<Behaviour> {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
}

export interface DemoProvider {
  /** Without `/v1` and without a slash at its end. */
  readonly url: string;
  readonly port: number;
  /** The last 1,000 requests under /v1, oldest first; a live view. */
  readonly requests: readonly RecordedRequest[];
  /** Connections accepted since the start or the last `clear`. */
  readonly connections: number;
  /** Answers that a client did not wait for, since the start or the last `clear`. */
  readonly aborted: number;
  /** Resolves with the first request that arrives after this call. */
  nextRequest(): Promise<RecordedRequest>;
  /** Resolves at the first hang-up after this call. */
  nextAbort(): Promise<void>;
  /**
   * Lays `behaviour` over the options given at the start, in place of what an earlier call laid there; `{}` goes back to
   * the options. With `times` it holds for that many requests. Headers and a model's suffix are stronger still.
   * @throws InvalidInput naming the knob and what is expected
   */
  behave(behaviour: Partial<Behaviour>, times?: number): void;
  /** Requests that come from now on are answered once the returned function was called. */
  hold(): () => void;
  /** Forgets the requests and sets both counts to 0. */
  clear(): void;
  /** Closes every connection and frees the port. */
  close(): Promise<void>;
}

/**
 * Starts a demo provider in this process.
 * @throws InvalidInput when the address cannot be listened on, or an option is out of its range
 */
export async function startDemoProvider(options: DemoProviderOptions = {}): Promise<DemoProvider> {
  const { port = 0, host = '127.0.0.1', ...knobs } = options;
  const given = checkedBehaviour(knobs);
  let laid: Partial<Behaviour> = {};
  let left = Infinity;
  const recorder = new Recorder();
  const app = buildApp(recorder, () => {
    left -= 1;
    return left >= 0 ? { ...given, ...laid } : given;
  });
  const url = await app.listen({ port, host }).catch((error: unknown) => {
    throw listenError(error, port);
  });
  return {
    url,
    port: Number(new URL(url).port),
    requests: recorder.requests,
    get connections() {
      return recorder.connections;
    },
    get aborted() {
      return recorder.aborted;
    },
    nextRequest: () => recorder.nextRequest(),
    nextAbort: () => recorder.nextAbort(),
    behave: (behaviour, times = Infinity) => {
      laid = checkedBehaviour(behaviour);
      left = times;
    },
    hold: () => recorder.hold(),
    clear: () => recorder.clear(),
    close: async () => {
      recorder.stop();
      await app.close();
    },
  };
}

function listenError(error: unknown, port: number): unknown {
  switch (isObject(error) ? error['code'] : undefined) {
    case 'EADDRINUSE':
      return new InvalidInput('PORT', `a free port, or 0 for any free one; ${port} is taken`);
    case 'EACCES':
      return new InvalidInput('PORT', `a port that this user may open, or 0 for any free one; ${port} is not`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new InvalidInput('HOST', 'an address of this machine, such as 127.0.0.1');
    default:
      return error;
  }
}
