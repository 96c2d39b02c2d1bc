import { DomainError, type Clock } from '@radiant/kernel';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';

/** Keys older than this are asked for anew before one is used, in ms. */
const FRESH_MS = 5 * 60_000;
/** While the issuer can't be reached its keys go on working for this long, in ms. */
const USABLE_MS = 60 * 60_000;
/** The least time between two attempts, whatever becomes of them and whatever tokens ask for. */
const ATTEMPT_EVERY_MS = 30_000;
/** The same while there are no keys at all. */
const FIRST_ATTEMPT_EVERY_MS = 5_000;

interface HeldKeys {
  readonly find: JWTVerifyGetKey;
  readonly loadedAt: number;
}

/** An issuer's keys, kept and asked for anew: when they grow old, and when a token names one that is not among them. */
export class RemoteKeySet {
  private held: HeldKeys | undefined;
  private attemptedAt: number | undefined;
  private attempt: Promise<void> | undefined;
  private failure: unknown;

  constructor(
    private readonly load: () => Promise<JSONWebKeySet>,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `service_unavailable` when there are no usable keys; what jose throws when none of them fits. */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    const held = await this.usable();
    try {
      return await held.find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      await this.refresh();
      if (!this.held || this.held === held) throw error;
      return this.held.find(header, token);
    }
  };

  private async usable(): Promise<HeldKeys> {
    if (this.age() > FRESH_MS) await this.refresh();
    if (this.held && this.age() <= USABLE_MS) return this.held;
    throw new DomainError(
      'service_unavailable',
      "the issuer's keys are not available",
      { retryAfterSeconds: FIRST_ATTEMPT_EVERY_MS / 1_000 },
      { cause: this.failure },
    );
  }

  private age(): number {
    return this.held ? this.clock.elapsed() - this.held.loadedAt : Number.POSITIVE_INFINITY;
  }

  /** Asks for the keys unless that was done just now; what is held stays when it fails. Never throws. */
  private refresh(): Promise<void> {
    if (this.attempt) return this.attempt;
    const now = this.clock.elapsed();
    const pause = this.held ? ATTEMPT_EVERY_MS : FIRST_ATTEMPT_EVERY_MS;
    if (this.attemptedAt !== undefined && now - this.attemptedAt < pause) return Promise.resolve();
    this.attemptedAt = now;
    this.attempt = this.replace(now).finally(() => {
      this.attempt = undefined;
    });
    return this.attempt;
  }

  private async replace(loadedAt: number): Promise<void> {
    try {
      this.held = { find: createLocalJWKSet(await this.load()), loadedAt };
    } catch (failure) {
      this.failure = failure;
    }
  }
}
