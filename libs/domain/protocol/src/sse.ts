import { DomainError } from '@radiant/kernel';

/** Longer than this, in UTF-16 units, no provider sends one event. */
const LONGEST_EVENT = 4 * 1024 * 1024;

/**
 * Cuts a stream of server-sent events into the data of each event. Field names other than `data` and comment lines
 * are passed over (WHATWG HTML, 9.2.6).
 */
export class SseParser {
  private rest = '';
  private begun = false;

  /** @returns the data of every event that `text` completes. @throws DomainError `provider_error`. */
  push(text: string): readonly string[] {
    let pending = this.rest === '' ? text : this.rest + text;
    if (!this.begun && pending !== '') pending = this.begin(pending);
    if (pending.includes('\r')) pending = this.unifyLines(pending);
    const events: string[] = [];
    let start = 0;
    for (let end = pending.indexOf('\n\n'); end >= 0; end = pending.indexOf('\n\n', start)) {
      const data = eventData(pending.slice(start, end));
      if (data) events.push(data);
      start = end + 2;
    }
    this.rest = start === 0 ? pending : pending.slice(start);
    if (this.rest.length > LONGEST_EVENT) {
      throw new DomainError('provider_error', 'the provider sent an event that is too long');
    }
    return events;
  }

  /** Data of a last event that no empty line closed. */
  end(): string | undefined {
    const data = eventData(this.rest.replaceAll('\r', ''));
    this.rest = '';
    return data || undefined; // some servers keep a connection alive with events of nothing
  }

  /** A byte order mark stands before the first event and is no part of it. */
  private begin(text: string): string {
    this.begun = true;
    return text.startsWith('\uFEFF') ? text.slice(1) : text;
  }

  /** A CR at the very end may be half of a CRLF: it waits, as part of the rest, for what follows. */
  private unifyLines(text: string): string {
    const half = text.endsWith('\r');
    const whole = half ? text.slice(0, -1) : text;
    return whole.replaceAll('\r\n', '\n').replaceAll('\r', '\n') + (half ? '\r' : '');
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
