import { createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A certificate that signed itself, and its key, in PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

const node = (tag: number, ...content: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(content);
  const length = body.length < 0x80 ? [body.length] : [0x82, body.length >> 8, body.length & 0xff]; // longer ones do not occur
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
};
const sequence = (...content: readonly Uint8Array[]): Buffer => node(0x30, ...content);
const identifier = (hex: string): Buffer => node(0x06, Buffer.from(hex, 'hex'));
const ECDSA_WITH_SHA256 = sequence(identifier('2a8648ce3d040302'));
const COMMON_NAME = identifier('550403');
const SUBJECT_ALTERNATIVE_NAME = identifier('551d11');

/** X.509 for `host` (RFC 5280), valid from 2020 to 2049. */
export function certificateFor(host: string): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(node(0x31, sequence(COMMON_NAME, node(0x0c, Buffer.from(host)))));
  const validity = sequence(node(0x17, Buffer.from('200101000000Z')), node(0x17, Buffer.from('491231235959Z')));
  const alternativeName = sequence(SUBJECT_ALTERNATIVE_NAME, node(0x04, sequence(node(0x82, Buffer.from(host)))));
  const content = sequence(
    node(0xa0, node(0x02, Buffer.from([2]))),
    node(0x02, Buffer.from([1]), randomBytes(8)),
    ECDSA_WITH_SHA256,
    name,
    validity,
    name,
    publicKey.export({ format: 'der', type: 'spki' }),
    node(0xa3, sequence(alternativeName)),
  );
  const key = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  const signature = sign('sha256', content, createPrivateKey(key));
  const certificate = sequence(content, ECDSA_WITH_SHA256, node(0x03, Buffer.from([0]), signature));
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return { cert: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'), key };
}
