import { hostname, networkInterfaces } from 'node:os';

/** Ways to write this machine, its networks and what stands beside them. */
const HOSTS = [
  ...['127.0.0.1', 'localhost', 'LOCALHOST', 'localhost.', '127.1', '127.0.1', '127.0.0.1.', '127.255.255.254'],
  ...['2130706433', '0x7f000001', '0x7f.0x0.0x0.0x1', '0x7f.1', '0177.0.0.1', '017700000001', '127.000.000.001'],
  ...['0.0.0.0', '0', '0x0', '[::]', '[::1]', '[0:0:0:0:0:0:0:1]', '[0000::0001]', '[::ffff:127.0.0.1]'],
  ...['[::ffff:7f00:1]', '[::127.0.0.1]', '[::7f00:1]', '[64:ff9b::7f00:1]', '[64:ff9b::127.0.0.1]', '[2002:7f00:1::]'],
  ...['[::ffff:0:7f00:1]', '10.0.0.1', '172.16.0.1', '172.31.255.254', '192.168.0.1', '100.64.0.1', '100.100.100.200'],
  ...[
    '169.254.169.254',
    '0xa9fea9fe',
    '2852039166',
    '0251.0376.0251.0376',
    '169.254.170.2',
    '[::ffff:169.254.169.254]',
  ],
  ...['[::ffff:a9fe:a9fe]', '[fd00:ec2::254]', '[fe80::1]', '[fec0::1]', '[ff02::1]', '192.0.0.192', '198.18.0.1'],
  ...[
    '224.0.0.1',
    '255.255.255.255',
    '240.0.0.1',
    '127%2e0%2e0%2e1',
    '①②⑦.0.0.1',
    '127。0。0。1',
    '２１３０７０６４３３',
  ],
  ...['[::1%25lo]', '127.0.0.1%00.example', '127.0.0.1\t', 'api.openai.com@127.0.0.1', 'user:secret@127.0.0.1'],
  ...['api.openai.com\\@127.0.0.1', 'ip6-localhost', hostname()],
];

/** What is no http at all, or hides where it leads. */
const WHOLE = [
  ...['file:///etc/passwd', 'gopher://127.0.0.1:6379/_INFO', 'ftp://127.0.0.1', 'dict://127.0.0.1:11211/stats'],
  ...[
    'data:text/plain,x',
    'javascript:alert(1)',
    'unix:/var/run/docker.sock',
    '//127.0.0.1',
    'http:127.0.0.1',
    'http://',
  ],
  ...[
    'https://api.openai.com#@127.0.0.1',
    'https://api.openai.com?x=127.0.0.1',
    'http:///127.0.0.1',
    'http:\\\\127.0.0.1',
  ],
];

/** Every form, those that can have one with the port where somebody listens. */
export function hostileAddresses(port: number): readonly string[] {
  const own = Object.values(networkInterfaces()).flatMap((each = []) =>
    each.map(({ address, family }) => (family === 'IPv6' ? `[${address.split('%')[0]}]` : address)),
  );
  const hosts = [...new Set([...HOSTS, ...own])];
  return [...hosts.flatMap((host) => [`http://${host}:${port}`, `https://${host}:${port}/path`]), ...WHOLE];
}
