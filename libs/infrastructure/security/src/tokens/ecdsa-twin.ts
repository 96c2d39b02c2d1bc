import type { TokenText } from './token-text.js';

/** The orders of the curves' groups: SEC 2 version 2, sections 2.4.2 and 2.5.1. */
const ORDERS: Readonly<Partial<Record<TokenText['algorithm'], bigint>>> = {
  ES256: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  ES384: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
};

/**
 * The token with the other signature that holds as well: where (r, s) is valid, (r, n - s) is, and anybody can work it
 * out. Undefined for other algorithms, whose signatures have one form.
 */
export function ecdsaTwin({ algorithm, signed, signature }: TokenText): string | undefined {
  const order = ORDERS[algorithm];
  if (order === undefined) return undefined;
  const hex = Buffer.from(signature, 'base64url').toString('hex');
  const [r, s] = [hex.slice(0, hex.length / 2), hex.slice(hex.length / 2)];
  const other = (order - BigInt(`0x${s}`)).toString(16).padStart(s.length, '0');
  return `${signed}.${Buffer.from(r + other, 'hex').toString('base64url')}`;
}
