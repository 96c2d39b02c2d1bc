import { takeMarks } from '../upstream/marks.js';

export interface StreamReaderEvents {
  /** @param sentAt when the upstream wrote this chunk, in ns. */
  onChunk(sentAt: number, receivedAt: number): void;
}

/** Follows one SSE answer: which chunks came, whether it ended properly, and whether a placeholder slipped through. */
export class StreamReader {
  chunks = 0;
  done = false;
  usage = false;
  /** Events that are not JSON. */
  broken = 0;
  private line = '';
  private text = '';
  private placeholders = false;

  constructor(private readonly events: StreamReaderEvents) {}

  /** Whether the text holds a placeholder that the gateway should have restored. */
  get unrestored(): boolean {
    return this.placeholders;
  }

  feed(piece: string, receivedAt: number): void {
    const lines = (this.line + piece).split('\n');
    this.line = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('data:')) this.event(line.slice(5).trim(), receivedAt);
  }

  private event(data: string, receivedAt: number): void {
    if (data === '[DONE]') {
      this.done = true;
      return;
    }
    if (data.includes('"usage":{')) this.usage = true;
    this.text += this.content(data);
    if (this.text.includes('[PHI_')) this.placeholders = true;
    const { sentAt, rest } = takeMarks(this.text);
    this.text = rest;
    for (const time of sentAt) {
      this.chunks++;
      this.events.onChunk(time, receivedAt);
    }
  }

  private content(data: string): string {
    try {
      const event: unknown = JSON.parse(data);
      const choice = field(field(event, 'choices'), '0');
      const content = field(field(choice, 'delta'), 'content');
      return typeof content === 'string' ? content : '';
    } catch {
      this.broken++;
      return '';
    }
  }
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
