import { DomainError, type KeyedDigest, type SessionId, type TenantId } from '@radiant/kernel';
import {
  hiddenCategories,
  type CallingApp,
  type PhiFinding,
  type PhiPolicy,
  type PhiShield,
  type Shielded,
} from '@radiant/phi';
import { textSlots, withTexts, type ChatRequest, type TextSlot, type UnscannablePart } from '@radiant/protocol';
import { exposedIdentifiers } from '../audit-call.js';
import { withMessages } from '../with-messages.js';
import { coverAttachments, refuseUnscannable, withEmbedded, type Unscannable } from './attachments.js';
import { markedSlots, type Marks } from './marked-slots.js';
import { ProtectEmbedded } from './protect-embedded.js';
import { toolNames } from './tool-names.js';

/** Characters of a pseudonym: 128 bits. */
const PSEUDONYM_LENGTH = 32;

/** What is to be protected. */
export interface RequestToProtect {
  readonly tenantId: TenantId;
  readonly app: CallingApp;
  readonly sessionId: SessionId | undefined;
  readonly policy: PhiPolicy;
  /** With the session's history. */
  readonly request: ChatRequest;
  readonly marks: Marks;
}

/** A request whose PHI is hidden, for whichever provider. */
export interface ProtectedRequest {
  /** Placeholders in it. */
  readonly request: ChatRequest;
  /** A pseudonym of the caller's end user. */
  readonly user: string | undefined;
  readonly policy: PhiPolicy;
  /** The texts that were looked into. */
  readonly slots: readonly TextSlot[];
  readonly shielded: Shielded;
  /** What stands in it in the clear, because the policy says so. */
  readonly exposed: readonly PhiFinding[];
  /** Parts that nothing could look into. */
  readonly unscannable: Unscannable | undefined;
  /** A tool's name as it leaves, to the caller's. */
  readonly toolNames: ReadonlyMap<string, string>;
  /** `down`: a second opinion could not be had, and the policy let the rules do alone. */
  readonly secondOpinion: 'down' | undefined;
}

/** Hides the PHI of a whole request: every text is searched, pseudonymised or not sent. */
export class ProtectRequest {
  private readonly embedded: ProtectEmbedded;

  constructor(
    private readonly shield: PhiShield,
    private readonly pseudonyms: KeyedDigest,
  ) {
    this.embedded = new ProtectEmbedded(shield);
  }

  /** @throws DomainError `phi_policy_blocked` when something could not be hidden; `service_unavailable`. */
  async execute(asked: RequestToProtect): Promise<ProtectedRequest> {
    const { tenantId, app, sessionId, policy, request, marks } = asked;
    const rule = unscannableRule(policy);
    refuseStoring(request, policy);
    refuseUnscannable(request.messages, rule);
    const { messages, unscannable, addressed } = coverAttachments(request.messages, rule);
    await this.refuseAddresses(addressed, policy);
    const scannable = withMessages(request, messages);
    const given = textSlots(scannable);
    const embedded = await this.embedded.execute(given, policy);
    const covered = embedded.texts ? withTexts(scannable, embedded.texts) : scannable;
    const slots = embedded.texts ? textSlots(covered) : given;
    let secondOpinion: 'down' | undefined;
    const withoutSecondOpinion = (): void => void (secondOpinion = 'down');
    const shielded = await this.shield.hide({
      tenantId,
      app,
      policy,
      sessionId,
      slots: markedSlots(given, marks, slots),
      withoutSecondOpinion,
    });
    const outbound = shielded.counts.size === 0 ? covered : withTexts(covered, shielded.texts);
    return {
      request: outbound,
      user: await this.pseudonym(tenantId, request.user),
      policy,
      slots,
      shielded,
      exposed: await this.shield.find(
        outbound === covered ? slots : textSlots(outbound),
        policy,
        exposedIdentifiers(policy),
      ),
      unscannable: withEmbedded(unscannable, embedded.unscannable, rule),
      toolNames: toolNames(request.tools, outbound.tools),
      secondOpinion,
    };
  }

  /** An address is fetched as it is: nothing can be hidden in it, so nothing may stand in it. */
  private async refuseAddresses(parts: readonly UnscannablePart[], policy: PhiPolicy): Promise<void> {
    if (parts.length === 0) return;
    const looked = new Set([...hiddenCategories(policy)].filter((category) => category !== 'URL'));
    for (const { path: field, address = '' } of parts) {
      const texts = [address, decoded(address)];
      const found = await this.shield.find(
        texts.map((text) => ({ text, escaping: 'none' as const })),
        policy,
        looked,
      );
      if (found.length > 0) {
        throw new DomainError('phi_policy_blocked', `${field} has an address with PHI in it`, { field });
      }
    }
  }

  /** Providers tell the end users of a caller apart, and learn nothing of who they are. */
  private async pseudonym(tenantId: TenantId, user: string | undefined): Promise<string | undefined> {
    if (user === undefined || user === '') return undefined;
    const [digest = ''] = await this.pseudonyms.digest(tenantId, 'end-user', [user]);
    return digest.slice(0, PSEUDONYM_LENGTH);
  }
}

/** What a provider keeps for its own is out of every retention here. */
function refuseStoring({ store }: ChatRequest, { mode }: PhiPolicy): void {
  if (!store || mode === 'disabled') return;
  const message = 'store must be false: providers keep nothing of calls that may hold PHI';
  throw new DomainError('phi_policy_blocked', message, { field: 'store' });
}

/** Without protection there is nothing to search for. */
const unscannableRule = ({ mode, unscannable }: PhiPolicy): PhiPolicy['unscannable'] =>
  mode === 'disabled' ? 'allow' : unscannable;

function decoded(address: string): string {
  try {
    return decodeURIComponent(address.replaceAll('+', ' '));
  } catch {
    return address;
  }
}
