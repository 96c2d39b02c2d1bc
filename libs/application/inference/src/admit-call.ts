import type {
  AskedCall,
  AskedRoute,
  ReadingRequestType,
  RecordUsage,
  Reservation,
  Reservations,
  ReserveCall,
} from '@radiant/billing';
import { DomainError, type AuditEvent, type AuditTrail, type ErrorCode } from '@radiant/kernel';
import type { ChatRequest, ContentPart } from '@radiant/protocol';
import type { PhiPolicy, Shielded } from '@radiant/phi';
import type { Route } from '@radiant/registry';
import type { CallFacts, InferenceCall } from './inference-call.js';
import type { Departures } from './ports/departures.js';
import { tellsLength } from './upstream/tells-length.js';

/** What would leave by a route. */
export interface RouteBody {
  readonly route: Route;
  /** The exact JSON. */
  readonly body: string;
}
/** What leaves, as it is written down. */
export interface AdmittedCall {
  readonly reservation: Reservation;
  readonly departure: AuditEvent;
  readonly policy: PhiPolicy;
  readonly shielded: Pick<Shielded, 'originalsUntil'>;
}
export type RouteBodies = readonly [RouteBody, ...RouteBody[]];

/** Whether there is money for a call: what it may cost is set aside when it leaves. */
export class AdmitCall {
  constructor(
    private readonly reserve: ReserveCall,
    private readonly departures: Departures,
    private readonly reservations: Reservations,
    private readonly trail: AuditTrail,
    private readonly recordUsage: RecordUsage,
  ) {}

  /**
   * What to set aside. Fields are named one by one: a spread would carry texts along.
   * @param routes those that the call may take, and what would leave by each. @throws DomainError `service_unavailable`.
   */
  execute(call: InferenceCall, routes: RouteBodies, request: ChatRequest): Promise<Reservation> {
    const { sampling } = request;
    const { maxCompletionTokens, maxTokens, choices } = sampling;
    return this.reserve.execute({
      ...callerOf(call),
      requestType: request.stream ? `${call.requestType}.stream` : call.requestType,
      routes: askedRoutes(routes, ({ provider }) => !tellsLength(provider.connection, sampling)),
      size: {
        attachments: has(request, isAttachment),
        recordings: has(request, isRecording),
        predicted: request.prediction !== undefined,
        maxTokens: larger(maxCompletionTokens, maxTokens),
        choices: choices ?? 1,
      },
    });
  }

  /** As `execute`, for what is answered with numbers: nothing is written, so only what is read costs. */
  reading(call: CallFacts, routes: RouteBodies, requestType: ReadingRequestType): Promise<Reservation> {
    return this.reserve.execute({
      ...callerOf(call),
      requestType,
      routes: askedRoutes(routes, () => false),
      size: { attachments: false, predicted: false, maxTokens: undefined, choices: 0 },
    });
  }

  /**
   * Sets aside what the call may cost, takes its key and writes down that it leaves. Durable when it resolves; nothing has
   * been sent. @throws DomainError `budget_exceeded`, `conflict` when its key is another call's, `service_unavailable`.
   */
  async depart({ idempotency }: CallFacts, { reservation, departure, policy, shielded }: AdmittedCall): Promise<void> {
    const claim = idempotency?.claim(reservation, policy.reidentification.mappingTtlHours, shielded.originalsUntil);
    try {
      await this.departures.depart(reservation, departure, claim);
    } catch (error) {
      if (error instanceof DomainError && REFUSALS.has(error.code)) throw error;
      if (claim) return this.release(reservation, error); // a key that may not be taken would let a second call out
      return this.departApart(reservation, departure);
    }
    if (claim) idempotency?.claimed(claim);
  }

  /** Where the table of the trail fails, its second place is enough. */
  private async departApart(reservation: Reservation, departure: AuditEvent): Promise<void> {
    await this.reservations.reserve(reservation);
    try {
      await this.trail.record(departure);
    } catch (error) {
      await this.release(reservation, error);
    }
  }

  /** Nothing left. @throws the error. */
  private async release(reservation: Reservation, error: unknown): Promise<never> {
    await this.recordUsage.release(reservation).catch(() => undefined); // or it is settled when it expires
    throw error;
  }
}

/** What the books refuse, whatever becomes of the trail. */
const REFUSALS: ReadonlySet<string> = new Set<ErrorCode>(['budget_exceeded', 'conflict']);

function askedRoutes([first, ...fallbacks]: RouteBodies, isUnlimited: (route: Route) => boolean): AskedCall['routes'] {
  const asked = ({ route, body }: RouteBody): AskedRoute => ({
    model: route.model,
    providerId: route.provider.id,
    price: route.price,
    body,
    unlimited: isUnlimited(route),
  });
  return [asked(first), ...fallbacks.map(asked)];
}

const callerOf = ({ principal, controls, requestId }: CallFacts) => ({
  tenantId: principal.tenantId,
  requestId,
  appId: principal.appId,
  apiKeyId: principal.apiKeyId,
  userId: principal.userId,
  sessionId: controls.sessionId,
  tags: controls.tags,
});

const has = ({ messages }: ChatRequest, wanted: (part: ContentPart) => boolean): boolean =>
  messages.some(({ content }) => typeof content !== 'string' && (content?.some(wanted) ?? false));

const isAttachment = ({ type }: ContentPart): boolean => type === 'image' || type === 'audio' || type === 'file';

const isRecording = ({ type }: ContentPart): boolean => type === 'audio';

/** Providers differ in which of the two they obey. */
const larger = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
