import { IdGenerator } from '../ports/id-generator.js';

/** Ids in a fixed order: 00000000-0000-4000-8000-000000000001, …2, …; integers at the bottom of their range. */
export class SequentialIds extends IdGenerator {
  private count = 0;

  uuid(): string {
    this.count += 1;
    return `00000000-0000-4000-8000-${this.count.toString(16).padStart(12, '0')}`;
  }

  integer(from: number): number {
    return from;
  }
}
