import type { UnitOfWork } from './unit-of-work.js';

/** Turns at work that one replica at a time does. The database's clock counts, so that no other has to be right. */
export class JobTurns {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Takes the turn for so many ms, unless somebody has it. Who has it keeps it until then, however soon the work is done;
   * one that dies meanwhile is followed by another. @returns whether it did. @throws DomainError `service_unavailable`.
   */
  async take(job: string, milliseconds: number): Promise<boolean> {
    const taken = await this.unitOfWork.forPlatform((manager) =>
      manager.query<readonly unknown[]>(
        `insert into job_turns as t (name, taken_until) values ($1, now() + $2 * interval '1 ms')
          on conflict (name) do update set taken_until = excluded.taken_until where t.taken_until <= now()
          returning 1`,
        [job, milliseconds],
      ),
    );
    return taken.length > 0;
  }
}
