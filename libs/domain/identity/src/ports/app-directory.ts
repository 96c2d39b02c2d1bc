import type { AppId } from '@radiant/kernel';

export interface App {
  readonly id: AppId;
  readonly name: string;
  readonly status: 'active' | 'inactive';
}

/** The apps of the platform: data, not code. */
export abstract class AppDirectory {
  /** All, by id. @throws DomainError `service_unavailable`. */
  abstract all(): Promise<readonly App[]>;
}
