import { beforeEach, describe, expect, it } from '@jest/globals';
import { OpenStreams, type OpenStream } from '@radiant/billing';
import { apiKeyId, DomainError, requestId } from '@radiant/kernel';
import { PRINCIPAL } from '../test/asking.js';
import { StreamPlaces, type GiveBack } from './stream-places.js';
import { TestTime } from './testing/thermal-world.js';

/** Writes down what it is asked, in the last digits of the streams' ids; fails or says nothing when told to. */
class NotedStreams extends OpenStreams {
  readonly asked: string[] = [];
  readonly open$ = new Set<string>();
  behaves: 'well' | 'failing' | 'hanging' = 'well';

  async open(stream: OpenStream, most: number): Promise<boolean> {
    await this.ask('open', [stream]);
    if (this.open$.size >= most) return false;
    this.open$.add(stream.requestId);
    return true;
  }

  async renew(streams: readonly OpenStream[]): Promise<void> {
    await this.ask('renew', streams);
  }

  async close(streams: readonly OpenStream[]): Promise<void> {
    await this.ask('close', streams);
    for (const stream of streams) this.open$.delete(stream.requestId);
  }

  private async ask(what: string, streams: readonly OpenStream[]): Promise<void> {
    this.asked.push([what, ...streams.map((stream) => stream.requestId.slice(-1))].join(' '));
    if (this.behaves === 'failing') throw new DomainError('service_unavailable', 'away');
    if (this.behaves === 'hanging') await new Promise(() => undefined);
  }
}

let streams: NotedStreams;
let time: TestTime;
let places: StreamPlaces;
beforeEach(() => {
  streams = new NotedStreams();
  time = new TestTime();
  places = new StreamPlaces(streams, time.pause);
});

const KEY = apiKeyId('55555555-5555-4555-8555-555555555555');
const open = (n: number, limits: { concurrentStreams?: number } = { concurrentStreams: 2 }): Promise<GiveBack> =>
  places.open({
    principal: { ...PRINCIPAL, apiKeyId: KEY, limits },
    requestId: requestId(`00000000-0000-4000-8000-00000000000${n}`),
  });

describe('a key', () => {
  it('without a limit of streams asks the store nothing, nor does a person', async () => {
    const unlimited = await open(1, {});
    const person = await places.open({
      principal: { ...PRINCIPAL, limits: { concurrentStreams: 1 } },
      requestId: requestId('00000000-0000-4000-8000-000000000002'),
    });
    await places.renew();
    await Promise.all([unlimited(), person()]);
    await places.leave();
    expect(streams.asked).toEqual([]);
  });

  it('has as many as its limit says and is told to come again for the next', async () => {
    await open(1);
    const giveBack = await open(2);
    await expect(open(3)).rejects.toMatchObject({
      code: 'rate_limited',
      message: 'this key may have 2 streams at a time',
      facts: { limit: 'concurrent_streams', retryAfterSeconds: 1 },
    });
    await giveBack();
    await giveBack();
    expect(streams.asked).toEqual(['open 1', 'open 2', 'open 3', 'close 2']);
    await open(3);
  });
});

describe('a place', () => {
  it('is renewed until its stream is over', async () => {
    const [giveBack] = [await open(1), await open(2)];
    await places.renew();
    await giveBack();
    await places.renew();
    expect(streams.asked.slice(2)).toEqual(['renew 1 2', 'close 1', 'renew 2']);
  });

  it('that was refused is not renewed', async () => {
    await open(1, { concurrentStreams: 0 }).catch(() => undefined);
    await places.renew();
    expect(streams.asked).toEqual(['open 1']);
  });

  it('that could not be given back is given back with the next renewal, whatever becomes of that', async () => {
    const giveBack = await open(1);
    streams.behaves = 'failing';
    await giveBack();
    streams.behaves = 'well';
    await places.renew();
    await places.renew();
    expect(streams.asked).toEqual(['open 1', 'close 1', 'close 1']);
    expect(streams.open$.size).toBe(0);
  });

  it('is waited for when it is given back, and for a second at most when the store says nothing', async () => {
    const giveBack = await open(1);
    streams.behaves = 'hanging';
    let ended = false;
    const end = giveBack().then(() => (ended = true));
    await time.pass(900);
    expect(ended).toBe(false);
    await time.pass(200);
    expect(ended).toBe(true);
    await end;
  });

  it('is given back when the process ends', async () => {
    const giveBack = await open(1);
    await open(2);
    await places.leave();
    await giveBack();
    expect(streams.asked.slice(2)).toEqual(['close 1 2']);
  });
});

describe('a store that is away', () => {
  it('lets nobody in, and what it may have noted is taken back', async () => {
    streams.behaves = 'failing';
    await expect(open(1)).rejects.toMatchObject({ code: 'service_unavailable' });
    await expect(places.renew()).rejects.toMatchObject({ code: 'service_unavailable' });
    streams.behaves = 'well';
    await open(2);
    await places.renew();
    expect(streams.asked).toEqual(['open 1', 'close 1', 'open 2', 'renew 2']);
  });

  it('is told of open streams again when it is back', async () => {
    await open(1);
    streams.behaves = 'failing';
    await expect(places.renew()).rejects.toMatchObject({ code: 'service_unavailable' });
    streams.behaves = 'well';
    await places.renew();
    expect(streams.asked).toEqual(['open 1', 'renew 1', 'renew 1']);
  });
});
