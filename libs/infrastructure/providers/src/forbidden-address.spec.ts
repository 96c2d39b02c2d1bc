import { describe, expect, it } from '@jest/globals';
import { checkedLookup, ForbiddenAddressError, isForbiddenHost } from './checked-lookup.js';
import { isForbiddenAddress } from './forbidden-address.js';

const FORBIDDEN = [
  '0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.254 127.0.0.1 127.255.255.255 169.254.169.254',
  '169.254.170.2 172.16.0.1 172.31.255.255 192.0.0.192 192.0.2.1 192.88.99.1 192.168.0.1 192.168.255.255 198.18.0.1',
  '198.19.255.255 198.51.100.1 203.0.113.9 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 :: ::1 ::ffff:127.0.0.1',
  '::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:8.8.8.8 ::7f00:1 64:ff9b::a9fe:a9fe fe80::1 fec0::1 fc00::1 fd00::1',
  'fd00:ec2::254 ff02::1 2001::1 2001:db8::1 2002:7f00:1::1 3fff::1 100::1 localhost metadata nonsense',
].flatMap((line) => line.split(' '));

describe('an address that no provider may have', () => {
  it.each(FORBIDDEN)('is %s', (address) => {
    expect(isForbiddenAddress(address)).toBe(true);
  });

  it.each(['8.8.8.8', '1.1.1.1', '100.63.255.255', '172.15.0.1', '172.32.0.1', '192.167.1.1', '2606:4700::1111'])(
    'is not %s',
    (address) => {
      expect(isForbiddenAddress(address)).toBe(false);
    },
  );

  it.each([
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://0x7f.1/',
    'http://017700000001/',
    'http://[::ffff:7f00:1]/',
    'http://[::ffff:169.254.169.254]/',
    'http://[0:0:0:0:0:0:0:1]/',
    'http://２１３０７０６４３３/',
    'http://①②⑦.0.0.1/',
    'http://127。0。0。1/',
  ])('is found in the URL %s', (url) => {
    expect(isForbiddenHost(new URL(url).hostname)).toBe(true);
  });
});

describe('a name', () => {
  const connect = (addresses: readonly string[], all: boolean): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const lookup = checkedLookup((_, done) =>
        done(
          null,
          addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
        ),
      );
      lookup('models.example', { all }, (error, found) => (error ? reject(error) : resolve(found)));
    });

  it('leads to the very addresses that were checked', async () => {
    expect(await connect(['8.8.8.8', '2606:4700::1111'], true)).toEqual([
      { address: '8.8.8.8', family: 4 },
      { address: '2606:4700::1111', family: 6 },
    ]);
    expect(await connect(['8.8.8.8'], false)).toBe('8.8.8.8');
  });

  it.each([[['127.0.0.1']], [['8.8.8.8', '169.254.169.254']], [['fd00:ec2::254', '8.8.8.8']], [[]]])(
    'that means %j leads nowhere',
    async (addresses) => {
      await expect(connect(addresses, true)).rejects.toBeInstanceOf(ForbiddenAddressError);
      await expect(connect(addresses, false)).rejects.toBeInstanceOf(ForbiddenAddressError);
    },
  );
});
