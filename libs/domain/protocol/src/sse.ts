import { DomainError } from '@radiant/kernel';

/** Longer than this, in UTF-16 units, no provider sends one event. */
const LONGEST_EVENT = 4 * 1024 * 1024;

/**
 * Cuts a stream of server-sent events into the data of each event. Field names other than `data` and comment lines
 * are passed over (WHATWG HTML, 9.2.6).
 */
export class SseParser {
  /** What has come of the next event, in the pieces in which it came: joining them each time would read them each time. */
  private pieces: string[] = [];
  private length = 0;
  private begun = false;
  /** Whether the text so far ends in a CR, which may be half of a CRLF. */
  private halfLine = false;

  /** @returns the data of every event that `text` completes. @throws DomainError `provider_error`. */
  push(text: string): readonly string[] {
    const piece = this.unifyLines(this.begun || text === '' ? text : this.begin(text));
    const last = this.pieces.at(-1)?.slice(-1) ?? '';
    const found = (last + piece).indexOf('\n\n');
    if (found < 0) {
      this.hold(piece);
      return [];
    }
    const before = this.length - last.length;
    const pending = this.taken() + piece;
    const events: string[] = [];
    let start = 0;
    for (let end = before + found; end >= 0; end = pending.indexOf('\n\n', start)) {
      const data = eventData(pending.slice(start, end));
      if (data) events.push(data);
      start = end + 2;
    }
    this.hold(pending.slice(start));
    return events;
  }

  /** Data of a last event that no empty line closed. */
  end(): string | undefined {
    return eventData(this.taken()) || undefined; // some servers keep a connection alive with events of nothing
  }

  private hold(piece: string): void {
    if (piece === '') return;
    this.pieces.push(piece);
    this.length += piece.length;
    if (this.length > LONGEST_EVENT) {
      throw new DomainError('provider_error', 'the provider sent an event that is too long');
    }
  }

  private taken(): string {
    const [first = ''] = this.pieces;
    const text = this.pieces.length < 2 ? first : this.pieces.join('');
    this.pieces = [];
    this.length = 0;
    return text;
  }

  /** A byte order mark stands before the first event and is no part of it. */
  private begin(text: string): string {
    this.begun = true;
    return text.startsWith('\uFEFF') ? text.slice(1) : text;
  }

  /** A CR at the very end waits for what follows. */
  private unifyLines(text: string): string {
    const given = this.halfLine ? `\r${text}` : text;
    this.halfLine = given.endsWith('\r');
    if (!given.includes('\r')) return given;
    const whole = this.halfLine ? given.slice(0, -1) : given;
    return whole.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  }
}

function eventData(event: string): string | undefined {
  if (event.startsWith('data: ') && !event.includes('\n')) return event.slice(6);
  let data: string | undefined;
  for (const line of event.split('\n')) {
    if (!line.startsWith('data:')) continue;
    const value = line.startsWith('data: ') ? line.slice(6) : line.slice(5);
    data = data === undefined ? value : `${data}\n${value}`;
  }
  return data;
}
