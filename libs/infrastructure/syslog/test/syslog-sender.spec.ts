import { afterEach, describe, expect, it } from '@jest/globals';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setImmediate as otherEvents } from 'node:timers/promises';
import { syslogSender, type SyslogOptions, type SyslogSender } from '../src/index.js';
import { certificateFor } from './certificate.js';
import { Receiver } from './receiver.js';

const UNAVAILABLE = { code: 'service_unavailable', message: 'the syslog receiver does not answer' };

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
const started = async (receiver: Promise<Receiver>): Promise<Receiver> => {
  const up = await receiver;
  ends.push(() => up.kill());
  return up;
};
const senderTo = (address: string, options?: SyslogOptions): SyslogSender => {
  const sender = syslogSender(address, options);
  ends.push(() => sender.close());
  return sender;
};
const over = (receiver: Receiver, options?: SyslogOptions): SyslogSender =>
  senderTo(`tcp://127.0.0.1:${receiver.port}`, options);
const numbered = (count: number, first = 0): string[] =>
  Array.from({ length: count }, (_, n) => `<110>1 line ${first + n}`);

/** The first error of sends that are repeated until one is refused: how soon a loss is seen is the network's matter. */
async function refusal(sender: SyslogSender): Promise<unknown> {
  for (;;) {
    try {
      await sender.send(['<110>1 still there?']);
      await otherEvents();
    } catch (error) {
      return error;
    }
  }
}

describe('syslog over TCP', () => {
  it('arrives whole and in order, whatever is in the lines', async () => {
    const receiver = await started(Receiver.start());
    const lines = [
      ...numbered(3),
      '',
      'zwölf 🏥 ümläut',
      '7 looks like a length',
      'x'.repeat(200_000),
      ...numbered(3_000, 3),
    ];
    const sender = over(receiver);
    await Promise.all([sender.send(lines.slice(0, 5)), sender.send(lines.slice(5)), sender.send([])]);
    await receiver.until(() => receiver.messages.length === lines.length);
    expect(receiver.messages).toEqual(lines);
    expect(receiver.connections).toBe(1);
  });

  it('gives everything to the network before it ends', async () => {
    const receiver = await started(Receiver.start());
    const sender = over(receiver);
    const lines = numbered(20_000);
    await sender.send(lines);
    await sender.close();
    await receiver.until(() => receiver.messages.length === lines.length);
    expect(receiver.messages).toEqual(lines);
  });

  it('does not wait for a receiver that hangs', async () => {
    const receiver = await started(Receiver.start());
    receiver.reads = false;
    const sender = over(receiver, { writeMs: 200 });
    const much = Array.from({ length: 64 }, () => 'x'.repeat(1_000_000));
    await expect(sender.send(much)).rejects.toMatchObject(UNAVAILABLE);
    receiver.reads = true;
    await sender.send(['after']);
    await receiver.until(() => receiver.messages.includes('after'));
  });

  it('refuses while nobody listens and connects again as soon as somebody does', async () => {
    const receiver = await started(Receiver.start());
    await receiver.kill();
    const sender = over(receiver);
    await expect(sender.send(['1'])).rejects.toMatchObject(UNAVAILABLE);
    await expect(sender.send(['1'])).rejects.toMatchObject(UNAVAILABLE);
    await receiver.listen();
    await sender.send(['1']);
    await receiver.until(() => receiver.messages.length === 1);
  });

  it('says once that earlier lines may be lost when the receiver was killed', async () => {
    const receiver = await started(Receiver.start());
    const sender = over(receiver);
    await sender.send(['1']);
    await receiver.until(() => receiver.messages.length === 1);
    await receiver.kill();
    await receiver.listen();
    expect(await refusal(sender)).toMatchObject(UNAVAILABLE);
    await sender.send(['2']);
    await receiver.until(() => receiver.messages.includes('2'));
    expect(receiver.connections).toBe(2);
  });

  it('connects anew without a word when the receiver hung up in order', async () => {
    const receiver = await started(Receiver.start());
    const sender = over(receiver, { quietMs: 0 });
    await sender.send(['1']);
    await receiver.until(() => receiver.messages.length === 1);
    receiver.hangUp();
    while (receiver.connections === 1) {
      await sender.send(['2']);
      await otherEvents();
    }
    await sender.send(['3']);
    await receiver.until(() => receiver.messages.includes('3'));
  });

  it('doubts lines that were sent just before the receiver hung up', async () => {
    const receiver = await started(Receiver.start());
    const sender = over(receiver, { quietMs: 60_000 });
    await sender.send(['1']);
    await receiver.until(() => receiver.messages.length === 1);
    receiver.hangUp();
    expect(await refusal(sender)).toMatchObject(UNAVAILABLE);
  });

  it('gives up connecting when nobody answers in time', async () => {
    const receiver = await started(Receiver.start(certificateFor('localhost')));
    const plain = await started(Receiver.start());
    plain.reads = false; // takes the connection and never says a word of TLS
    const sender = senderTo(`tls://localhost:${plain.port}`, { connectMs: 100 });
    await expect(sender.send(['1'])).rejects.toMatchObject(UNAVAILABLE);
    expect(receiver.messages).toEqual([]);
  });
});

describe('syslog over TLS', () => {
  const certificate = certificateFor('localhost');

  it('arrives at a receiver with a certificate of a known authority for its name', async () => {
    const receiver = await started(Receiver.start(certificate));
    await senderTo(`tls://localhost:${receiver.port}`, { ca: certificate.cert }).send(numbered(500));
    await receiver.until(() => receiver.messages.length === 500);
    expect(receiver.messages).toEqual(numbered(500));
  });

  it.each([
    ['an unknown authority', 'localhost', undefined],
    ['another name', '127.0.0.1', certificate.cert],
  ])('gives nothing to a receiver with a certificate of %s', async (_, host, ca) => {
    const receiver = await started(Receiver.start(certificate));
    const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      const sender = senderTo(`tls://${host}:${receiver.port}`, ca === undefined ? {} : { ca });
      await expect(sender.send(['1'])).rejects.toMatchObject(UNAVAILABLE);
    } finally {
      if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
      else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before;
    }
    expect(receiver.messages).toEqual([]);
  });

  it('gives nothing to a receiver that speaks no TLS', async () => {
    const receiver = await started(Receiver.start());
    receiver.reads = false;
    const sender = senderTo(`tls://localhost:${receiver.port}`, { ca: certificate.cert, connectMs: 100 });
    await expect(sender.send(['secret'])).rejects.toMatchObject(UNAVAILABLE);
  });
});

describe('syslog over UDP', () => {
  const listening = async () => {
    const socket = createSocket('udp4').bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return { socket, port: socket.address().port };
  };

  it('is a datagram for each line, cut between characters when it is longer than 8 KiB', async () => {
    const { socket, port } = await listening();
    const received: Buffer[] = [];
    const all = new Promise<void>((resolve) => {
      socket.on('message', (message) => {
        if (received.push(message) === 4) resolve();
      });
    });
    const lines = ['short', 'x'.repeat(8_192), `y${'ü'.repeat(5_000)}`, `${'ü'.repeat(5_000)}`];
    await senderTo(`udp://127.0.0.1:${port}`).send(lines);
    await all;
    socket.close();
    const texts = received.map((bytes) => new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    expect(texts.slice(0, 2)).toEqual(lines.slice(0, 2));
    for (const [index, text] of texts.slice(2).entries()) {
      expect(text).toMatch(/^y?ü+ \[cut\]$/);
      expect(received[index + 2]?.length).toBeGreaterThan(8_180);
      expect(received[index + 2]?.length).toBeLessThanOrEqual(8_192);
    }
  });

  it('refuses when the system learns that nobody listens, and goes on when somebody does', async () => {
    const { socket, port } = await listening();
    socket.close();
    const sender = senderTo(`udp://127.0.0.1:${port}`);
    expect(await refusal(sender)).toMatchObject(UNAVAILABLE);
    const again = createSocket('udp4').bind(port, '127.0.0.1');
    await once(again, 'listening');
    const message = once(again, 'message');
    await sender.send(['here']);
    expect(String((await message)[0])).toBe('here');
    again.close();
  });
});

describe('a syslog address', () => {
  it.each([
    'siem:514',
    'http://siem:514',
    'tcp://siem',
    'tcp://',
    'tls://:6514',
    'udp://siem:0',
    'tcp://siem:99999',
    '',
  ])('is not %p', (address) => {
    expect(() => syslogSender(address)).toThrow(expect.objectContaining({ code: 'validation_error' }));
  });

  it('that names nothing is a receiver that does not answer', async () => {
    await expect(senderTo('udp://nowhere.invalid:514').send(['1'])).rejects.toMatchObject(UNAVAILABLE);
    await expect(senderTo('tcp://nowhere.invalid:514').send(['1'])).rejects.toMatchObject(UNAVAILABLE);
  });
});
