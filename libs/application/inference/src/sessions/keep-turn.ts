import { DomainError, type Clock, type MappingId, type TenantId } from '@radiant/kernel';
import { SESSION_LIFE_MS } from '@radiant/phi';
import { withoutThoughts, withoutUnscannable, type Message } from '@radiant/protocol';
import type { Session, SessionStore } from '../ports/session-store.js';

/** Turns of one session that end at once; whoever is later than all of these leaves the history to the others. */
const TRIES = 20;

/** An exchange that ended, placeholders in it. */
export interface Turn {
  readonly tenantId: TenantId;
  /** As it was when the turn began. */
  readonly session: Session;
  readonly model: string;
  readonly mappingId: MappingId | undefined;
  readonly messages: readonly Message[];
}

/** Writes what a session's latest exchange said. Of turns that end at once the last writer's history stays. */
export class KeepTurn {
  constructor(
    private readonly store: SessionStore,
    private readonly clock: Clock,
  ) {}

  /**
   * Readable when it resolves; a session that was deleted meanwhile stays deleted.
   * @throws DomainError `service_unavailable`.
   */
  async execute(turn: Turn): Promise<void> {
    try {
      await this.keep(turn);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'not_found') return;
      throw error;
    }
  }

  /** @throws DomainError `not_found` when the session's key was destroyed meanwhile, `service_unavailable`. */
  private async keep(turn: Turn): Promise<void> {
    let session: Session | undefined = turn.session;
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      if (session?.owner !== turn.session.owner) return;
      if (await this.store.put(turn.tenantId, this.next(turn, session))) return;
      session = await this.store.read(turn.tenantId, turn.session.id);
    }
  }

  private next({ model, mappingId, messages }: Turn, session: Session): Session {
    const updatedAt = Math.max(this.clock.now(), session.updatedAt);
    return {
      id: session.id,
      owner: session.owner,
      app: session.app,
      model,
      mappingId: mappingId ?? session.mappingId,
      turns: session.turns + 1,
      messages: withoutThoughts(withoutUnscannable(messages)), // what nothing could look into is kept nowhere
      version: session.version + 1,
      createdAt: session.createdAt,
      updatedAt,
      expiresAt: updatedAt + SESSION_LIFE_MS,
    };
  }
}
