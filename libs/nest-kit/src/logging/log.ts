import type { FastifyReply, FastifyRequest } from 'fastify';
import { destination, pino, type DestinationStream, type Logger } from 'pino';
import { whyFailed } from './why-failed.js';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Everything a log line may hold. A field that is not here can't be logged: no prompt, reply, key or name ever is. */
export interface LogFields {
  readonly requestId?: string;
  readonly tenantId?: string | undefined;
  readonly agreementId?: string | undefined;
  readonly providerId?: string;
  readonly region?: string | undefined;
  /** Of a provider's circuit breaker. */
  readonly breaker?: string;
  readonly method?: string;
  /** The route's pattern, not the address: an address can hold anything. */
  readonly route?: string | undefined;
  readonly status?: number;
  readonly durationMs?: number;
  readonly port?: number;
  readonly errorType?: string;
  /** Of the closed list, or of Node's parser of HTTP. */
  readonly errorCode?: string | undefined;
  /** What a system, a driver or the SDK calls the failure behind it, e.g. `ECONNREFUSED`. */
  readonly cause?: string | undefined;
  readonly stack?: readonly string[];
}

const FAILED = 500;

/** Lines are written together: a write for each would cost more than making it. */
const BUFFERED = { sync: false, minLength: 16_000, periodicFlush: 250, maxLength: 4 * 1024 * 1024 };
const FLUSH_MS = 1_000;

/** Structured log lines on standard output. */
export class Log {
  private readonly logger: Logger;

  constructor(service: string, level: LogLevel, stream: DestinationStream = standardOutput()) {
    this.logger = pino({ level, base: { service }, timestamp: pino.stdTimeFunctions.isoTime }, stream);
  }

  info(event: string, fields: LogFields = {}): void {
    this.logger.info(fields, event);
  }

  warn(event: string, fields: LogFields = {}): void {
    this.logger.warn(fields, event);
  }

  error(event: string, fields: LogFields = {}): void {
    this.logger.error(fields, event);
  }

  /** One line per request; those that failed here stand out by their level. */
  access(request: FastifyRequest, reply: FastifyReply): void {
    const fields: LogFields = {
      requestId: request.id,
      tenantId: request.principal?.tenantId,
      method: request.method,
      route: request.is404 ? undefined : request.routeOptions.url,
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime),
      errorCode: request.failure,
      cause: request.failureCause,
    };
    if (reply.statusCode >= FAILED) this.warn('request', fields);
    else this.info('request', fields);
  }

  /** The line of a request that was refused at once, before anything of it was read. */
  turnedAway(fields: Required<Pick<LogFields, 'requestId' | 'route' | 'status' | 'errorCode'>>): void {
    this.warn('request', { ...fields, method: 'POST', durationMs: 0 });
  }

  /** Something nobody expected: its type and where it was thrown, without its message, which may quote data. */
  defect(requestId: string, error: unknown): void {
    this.error('defect', { requestId, ...whereThrown(error) });
  }

  /** Writes what is still held back, e.g. before the process ends. Resolves after a second at most: the disk may be full. */
  flush(): Promise<void> {
    return new Promise((resolve) => {
      const late = setTimeout(resolve, FLUSH_MS);
      this.logger.flush(() => {
        clearTimeout(late);
        resolve();
      });
    });
  }
}

/** Where nothing can be written, as on a full disk, lines are lost and calls go on. */
function standardOutput(): DestinationStream {
  return destination(BUFFERED).on('error', () => undefined);
}

/** The class of an error and its stack frames; the first lines of a stack hold the message and are left out. */
export function whereThrown(error: unknown): LogFields {
  if (!(error instanceof Error)) return { errorType: typeof error };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    errorType: error.constructor.name,
    ...whyFailed(error),
    stack: frames.slice(0, 12).map((frame) => frame.trim()),
  };
}
