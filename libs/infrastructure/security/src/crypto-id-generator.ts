import { IdGenerator } from '@radiant/kernel';
import { randomInt, randomUUID } from 'node:crypto';

/** Ids and numbers from the operating system's random source. */
export class CryptoIdGenerator extends IdGenerator {
  uuid(): string {
    return randomUUID();
  }

  integer(from: number, below: number): number {
    return randomInt(from, below);
  }
}
