export interface ResponseEvents {
  /** A piece of the body: `bytes` from `from` up to, not including, `to`. */
  onBody?(bytes: Buffer, from: number, to: number): void;
  onEnd(status: number, bodyBytes: number, close: boolean): void;
  onMalformed(): void;
}

const enum State {
  Head,
  FixedBody,
  ChunkSize,
  ChunkData,
  Trailer,
}

const LINE_FEED = 10;
const SEMICOLON = 59;
const HEX = new Int8Array(256).fill(-1);
for (let digit = 0; digit < 10; digit++) HEX[48 + digit] = digit;
for (let digit = 0; digit < 6; digit++) HEX[97 + digit] = HEX[65 + digit] = 10 + digit;

/** Reads HTTP/1.1 answers with a length or in chunks, cut at any byte. Cheap: one search for the head, one pass over chunk sizes. */
export class ResponseParser {
  private state: State = State.Head;
  private head = '';
  private status = 0;
  private close = false;
  private left = 0;
  private bodyBytes = 0;
  private size = 0;
  private sizeRead = false;
  private inExtension = false;

  constructor(private readonly events: ResponseEvents) {}

  feed(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length) {
      switch (this.state) {
        case State.Head:
          at = this.readHead(bytes, at);
          break;
        case State.FixedBody:
          at = this.readBody(bytes, at);
          if (this.left === 0) this.end();
          break;
        case State.ChunkSize:
          this.readSize(bytes[at++] ?? 0);
          break;
        case State.ChunkData:
          at = this.readBody(bytes, at);
          if (this.left === 0) this.expectSize();
          break;
        case State.Trailer: // ours are empty: the next line feed ends the answer
          if (bytes[at++] === LINE_FEED) this.end();
          break;
      }
    }
  }

  private readHead(bytes: Buffer, at: number): number {
    let end = this.head === '' ? bytes.indexOf('\r\n\r\n', at) : -1;
    let next: number;
    if (end >= 0) {
      this.head = bytes.toString('latin1', at, end);
      next = end + 4;
    } else {
      const text = this.head + bytes.toString('latin1', at);
      end = text.indexOf('\r\n\r\n');
      if (end < 0) {
        this.head = text;
        return bytes.length;
      }
      next = at + end + 4 - this.head.length;
      this.head = text.slice(0, end);
    }
    this.beginBody(this.head);
    this.head = '';
    return next;
  }

  private beginBody(head: string): void {
    this.status = Number(head.slice(9, 12));
    this.close = /\r\nconnection: *close/i.test(head);
    this.bodyBytes = 0;
    const length = /\r\ncontent-length: *(\d+)/i.exec(head);
    if (length) {
      this.left = Number(length[1]);
      if (this.left === 0) this.end();
      else this.state = State.FixedBody;
    } else if (/\r\ntransfer-encoding: *chunked/i.test(head)) this.expectSize();
    else this.events.onMalformed();
  }

  private readBody(bytes: Buffer, at: number): number {
    const to = Math.min(at + this.left, bytes.length);
    this.events.onBody?.(bytes, at, to);
    this.left -= to - at;
    this.bodyBytes += to - at;
    return to;
  }

  private expectSize(): void {
    this.state = State.ChunkSize;
    this.size = 0;
    this.sizeRead = this.inExtension = false;
  }

  private readSize(byte: number): void {
    const digit = HEX[byte] ?? -1;
    if (byte === LINE_FEED) {
      if (!this.sizeRead) return; // the line end after a chunk's data
      this.left = this.size;
      this.state = this.size === 0 ? State.Trailer : State.ChunkData;
    } else if (byte === SEMICOLON) this.inExtension = true;
    else if (!this.inExtension && digit >= 0) {
      this.size = this.size * 16 + digit;
      this.sizeRead = true;
    }
  }

  private end(): void {
    this.state = State.Head;
    this.events.onEnd(this.status, this.bodyBytes, this.close);
  }
}
