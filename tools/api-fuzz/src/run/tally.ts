import type { Reply, Sent } from './reply.js';

const MOST_SHOWN = 2_000;
const MOST_LOOKED_AT = 20_000;
const CLASS = 100;

/** One reply that is not as it should be, or the lack of one. */
export interface Failure {
  readonly operation: string;
  readonly fault: string;
  /** The options that repeat it. */
  readonly label: string;
  readonly request: string;
  readonly reply: string;
}

/** What was sent and what came of it. */
export class Tally {
  readonly failures: Failure[] = [];
  unsendable = 0;
  private readonly byKind = new Map<string, number>();
  private readonly byClass = new Map<string, number>();
  private readonly good = new Set<string>();

  /** Starts counting anew; what was answered well is kept. */
  begin(): void {
    this.byKind.clear();
    this.byClass.clear();
  }

  note(operation: string, kind: string, status: number): void {
    count(this.byKind, kind);
    count(this.byClass, `${Math.floor(status / CLASS)}xx`);
    if (status < 300) this.good.add(operation);
  }

  failed(operation: string, fault: string, label: string, sent: Sent, reply?: Reply): void {
    const headers = sent.headers.map(([name, value]) => [name, name === 'authorization' ? '…' : value]);
    const body = sent.body instanceof Buffer ? sent.body.toString('latin1') : sent.body;
    this.failures.push({
      operation,
      fault,
      label,
      request: shown(JSON.stringify({ method: sent.method, address: sent.address, headers, body })),
      reply: reply ? `${reply.status} ${shown(reply.body.toString())}` : 'none',
    });
  }

  get replies(): number {
    return [...this.byKind.values()].reduce((sum, number) => sum + number, 0);
  }

  get kinds(): string {
    return figures(this.byKind);
  }

  get statuses(): string {
    return figures(this.byClass);
  }

  /** Of these operations, those that never answered 2xx. */
  neverGood(operations: readonly string[]): readonly string[] {
    return operations.filter((operation) => !this.good.has(operation));
  }
}

/** Runs are told by their length. */
const shown = (text: string): string =>
  text
    .slice(0, MOST_LOOKED_AT)
    .replace(/(.|\\ud800|%25)\1{30,}/gs, (run, part: string) => `${part}{${run.length / part.length} times}`)
    .slice(0, MOST_SHOWN);

const count = (counts: Map<string, number>, name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);

const figures = (counts: ReadonlyMap<string, number>): string =>
  [...counts]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([name, number]) => `${name} ${number}`)
    .join(', ');
