import { FlagField } from '@radiant/nest-kit';

export class DrainBody {
  @FlagField({ description: 'True: no new calls, and those under way come to their end. False: calls again.' })
  readonly draining!: boolean;
}
