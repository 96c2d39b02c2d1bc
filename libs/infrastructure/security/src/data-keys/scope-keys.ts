import { DomainError, type WrappedDataKey } from '@radiant/kernel';
import type { KeyObject } from 'node:crypto';
import type { KeyWrapper, WrapContext } from './key-wrapper.js';

/** A data key ready for use. Its bytes are in neither logs nor JSON. */
export interface DataKey {
  readonly version: number;
  readonly key: KeyObject;
}

/** One version of a data key: unwrapped when it is first needed, and once. */
export class DataKeyVersion {
  private unwrapped: DataKey | undefined;
  private unwrapping: Promise<DataKey> | undefined;

  constructor(
    private readonly place: WrapContext,
    private readonly wrapped: Uint8Array,
    private readonly wrappedBy: string,
    private readonly wrapper: KeyWrapper,
  ) {}

  /** @throws DomainError as `KeyWrapper.unwrap`. */
  dataKey(): DataKey | Promise<DataKey> {
    return this.unwrapped ?? (this.unwrapping ??= this.unwrap());
  }

  /** Whether it is this version in this very wrapping. */
  holds(wrapped: Uint8Array): boolean {
    return Buffer.compare(this.wrapped, wrapped) === 0;
  }

  private async unwrap(): Promise<DataKey> {
    try {
      const key = await this.wrapper.unwrap(this.place, this.wrapped, this.wrappedBy);
      return (this.unwrapped = { version: this.place.version, key });
    } finally {
      this.unwrapping = undefined;
    }
  }
}

/** The keys of one scope, as the store held them at one reading. */
export class ScopeKeys {
  private constructor(
    /** The highest version, 0 when there is none. */
    readonly newest: number,
    private readonly live: ReadonlyMap<number, DataKeyVersion>,
    private readonly destroyed: boolean,
  ) {}

  /**
   * @param scope what was asked for: a key of another tenant or scope does not unwrap, whatever the store answers.
   * @param previous an earlier reading: what it has unwrapped need not be unwrapped again.
   */
  static read(
    scope: Omit<WrapContext, 'version'>,
    stored: readonly WrappedDataKey[],
    wrapper: KeyWrapper,
    previous?: ScopeKeys,
  ): ScopeKeys {
    const newest = Math.max(0, ...stored.map(({ version }) => version));
    const live = new Map<number, DataKeyVersion>();
    if (isDestroyed(stored)) return new ScopeKeys(newest, live, true);
    for (const { version, wrapped, wrappedBy } of stored) {
      if (!wrapped) continue;
      const known = previous?.live.get(version);
      const place = { tenantId: scope.tenantId, scope: scope.scope, version };
      live.set(version, known?.holds(wrapped) ? known : new DataKeyVersion(place, wrapped, wrappedBy, wrapper));
    }
    return new ScopeKeys(newest, live, false);
  }

  /** Undefined when the version is not there. @throws DomainError `not_found` when the scope was destroyed. */
  version(version: number): DataKeyVersion | undefined {
    if (this.destroyed) throw destroyed();
    return this.live.get(version);
  }

  /** Oldest first. @throws as `version`. */
  all(): readonly DataKeyVersion[] {
    if (this.destroyed) throw destroyed();
    return [...this.live.values()];
  }
}

/** One destroyed version is enough: a version added while the others were being destroyed must not live on. */
export const isDestroyed = (versions: readonly WrappedDataKey[]): boolean =>
  versions.some(({ wrapped }) => wrapped === undefined);

export const destroyed = (): DomainError => new DomainError('not_found', 'the key was destroyed');
