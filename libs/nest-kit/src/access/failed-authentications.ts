import { auditActor, type Principal } from '@radiant/identity';
import {
  PLATFORM_TENANT,
  type AuditActor,
  type AuditEvent,
  type AuditTrail,
  type Clock,
  type IdGenerator,
  type TenantId,
} from '@radiant/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../logging/log.js';
import { originOf, requestIdOf } from './origin.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whom a credential stood for that is not good any more. */
    refused?: Principal;
  }
}

/** Places of failures that are told apart between two summaries; those of further ones are counted together. */
export const MOST_SOURCES = 16;

/** `any`: of all kinds, counted together. */
type CredentialKind = 'api_key' | 'token' | 'other' | 'none' | 'any';

/** Where failures come from, and how many came after the first. */
interface Source {
  readonly tenantId: TenantId;
  readonly actor: AuditActor;
  readonly credential: CredentialKind;
  readonly ip: string;
  further: number;
}

/**
 * Writes failed authentications into the trail: of the tenant whose credential it was, or of the platform where nobody
 * can tell. The first from a place is written at once, what follows is counted until the next summary; so a flood of
 * them is at most two rows a place and a summary, and costs a caller nothing. Never the credential.
 */
export class FailedAuthentications {
  private sources = new Map<string, Source>();
  private others = 0;

  constructor(
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
    private readonly log: Log,
  ) {}

  /** The refusal itself stands whatever becomes of its record. */
  note(request: FastifyRequest, { statusCode }: FastifyReply): void {
    if (statusCode !== 401) return;
    const source = sourceOf(request);
    const { tenantId, actor, credential, ip } = source;
    const key = JSON.stringify([tenantId, actor.userId, actor.apiKeyId, credential, ip]);
    const known = this.sources.get(key);
    if (known) known.further += 1;
    else if (this.sources.size >= MOST_SOURCES) this.others += 1;
    else {
      this.sources.set(key, source);
      void this.record({
        ...this.event(source, 1),
        resource: { type: 'route', id: `${request.method} ${request.routeOptions.url ?? ''}` },
        requestId: requestIdOf(request),
        origin: originOf(request),
      });
    }
  }

  /** Writes what came since the last summary, beyond what is written already. */
  async summarise(): Promise<void> {
    const { sources, others } = this;
    this.sources = new Map();
    this.others = 0;
    const repeated = [...sources.values()].filter(({ further }) => further > 0);
    for (const source of repeated) {
      await this.record({ ...this.event(source, source.further), origin: { ip: source.ip } });
    }
    if (others > 0) await this.record(this.event(ELSEWHERE, others));
  }

  private event({ tenantId, actor, credential }: Omit<Source, 'ip' | 'further'>, attempts: number): AuditEvent {
    return {
      id: this.ids.uuid(),
      tenantId,
      occurredAt: this.clock.now(),
      action: 'authentication.fail',
      outcome: 'refused',
      actor,
      details: { credential, attempts },
    };
  }

  private async record(event: AuditEvent): Promise<void> {
    await this.trail
      .record(event)
      .catch(() => this.log.error('a failed authentication could not be audited', { requestId: event.requestId }));
  }
}

/** All places that found no room of their own. */
const ELSEWHERE = {
  tenantId: PLATFORM_TENANT,
  actor: { kind: 'user', crossTenant: false },
  credential: 'any',
} as const;

function sourceOf(request: FastifyRequest): Source {
  const { refused, ip } = request;
  const credential = kindOf(request);
  return {
    tenantId: refused?.homeTenantId ?? PLATFORM_TENANT,
    actor: refused ? auditActor(refused) : { kind: credential === 'api_key' ? 'service' : 'user', crossTenant: false },
    credential,
    ip,
    further: 0,
  };
}

function kindOf({ headers: { authorization, 'x-api-key': apiKey } }: FastifyRequest): CredentialKind {
  const shown = authorization?.replace(/^bearer\s+/i, '') ?? apiKey;
  if (typeof shown !== 'string' || shown === '') return 'none';
  if (shown.startsWith('rad_')) return 'api_key';
  return /^[^.]+\.[^.]*\.[^.]*$/.test(shown) ? 'token' : 'other';
}
