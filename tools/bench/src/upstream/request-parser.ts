export interface UpstreamRequest {
  readonly path: string;
  readonly body: string;
}

/** Cuts HTTP/1.1 requests out of what arrives on one connection. */
export class RequestParser {
  private buffer: Buffer = Buffer.alloc(0);

  add(bytes: Buffer): void {
    this.buffer = this.buffer.length === 0 ? bytes : Buffer.concat([this.buffer, bytes]);
  }

  /** The next whole request; undefined until it is there. */
  next(): UpstreamRequest | undefined {
    const end = this.buffer.indexOf('\r\n\r\n');
    if (end < 0) return undefined;
    const head = this.buffer.toString('latin1', 0, end);
    const body = this.body(head, end + 4);
    if (body === undefined) return undefined;
    this.buffer = this.buffer.subarray(body.end);
    return { path: head.split(' ', 2)[1] ?? '', body: body.text };
  }

  private body(head: string, from: number): { text: string; end: number } | undefined {
    const length = /\r\ncontent-length: *(\d+)/i.exec(head);
    if (!length) return /\r\ntransfer-encoding: *chunked/i.test(head) ? this.chunked(from) : { text: '', end: from };
    const end = from + Number(length[1]);
    return this.buffer.length < end ? undefined : { text: this.buffer.toString('latin1', from, end), end };
  }

  private chunked(from: number): { text: string; end: number } | undefined {
    let text = '';
    for (let at = from; ;) {
      const line = this.buffer.indexOf('\r\n', at);
      if (line < 0) return undefined;
      const size = parseInt(this.buffer.toString('latin1', at, line), 16);
      const end = line + 2 + size + 2;
      if (this.buffer.length < end) return undefined;
      text += this.buffer.toString('latin1', line + 2, line + 2 + size);
      if (size === 0) return { text, end };
      at = end;
    }
  }
}
