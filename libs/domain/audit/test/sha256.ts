import { Digest } from '@radiant/kernel';
import { createHash } from 'node:crypto';

/** Node's SHA-256. */
class Sha256 extends Digest {
  sha256(text: string): string {
    return createHash('sha256').update(text).digest('hex');
  }
}

export const sha256 = new Sha256();
