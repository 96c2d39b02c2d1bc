import type { IncomingHttpHeaders } from 'node:http';
import { tagList } from '@radiant/billing';
import { MOST_HISTORY, TAGS_HEADER, type CallControls } from '@radiant/inference';
import { DomainError, sessionId } from '@radiant/kernel';
import { isPhiCategory, type PhiCategory } from '@radiant/phi';
import type { NativeControls } from '@radiant/protocol';

const NO_CONTROLS: CallControls = {
  sessionId: undefined,
  restore: undefined,
  enablePhi: undefined,
  phiCategories: [],
  phiSpans: [],
  history: 0,
  tags: [],
  cache: undefined,
};

/** What the `x-radiant-*` headers ask for. @throws DomainError `validation_error` for a value that is not valid or looser. */
export function headerControls(headers: IncomingHttpHeaders): CallControls {
  const session = headers['x-radiant-session-id'];
  const restore = headers['x-radiant-restore'];
  const phi = headers['x-radiant-phi'];
  const tags = headers[TAGS_HEADER];
  const cache = cacheMode(headers['cache-control']);
  if ([session, restore, phi, tags, cache].every((each) => each === undefined)) return NO_CONTROLS;
  return {
    sessionId: session === undefined ? undefined : sessionId(String(session), 'x-radiant-session-id'),
    restore: restore === undefined ? undefined : restoreMode(String(restore)),
    enablePhi: phi === undefined ? undefined : true,
    phiCategories:
      phi === undefined || phi === 'on'
        ? []
        : String(phi)
            .split(',')
            .map((name) => category(name.trim(), 'x-radiant-phi')),
    phiSpans: [],
    history: 0,
    tags: tags === undefined ? [] : tagList(TAGS_HEADER, String(tags)),
    cache,
  };
}

/** Headers and what the native body says; the body's session wins. */
export function nativeControls(headers: IncomingHttpHeaders, body: NativeControls): CallControls {
  const header = headerControls(headers);
  return {
    sessionId: body.sessionId === undefined ? header.sessionId : sessionId(body.sessionId),
    restore: header.restore,
    enablePhi: header.enablePhi ?? body.enablePhi,
    phiCategories: [...header.phiCategories, ...body.phiCategories.map((name) => category(name, 'phi_categories'))],
    phiSpans: body.phiSpans.map(({ path, start, end, category: name }, index) => ({
      path,
      start,
      end,
      category: category(name, `phi_spans[${index}].category`),
    })),
    history: body.useHistory ? (body.maxHistory ?? MOST_HISTORY) : 0,
    tags: header.tags,
    cache: header.cache,
  };
}

/** RFC 9111, section 5.2.1: what it asks for besides is for caches of replies, and none is kept here. */
function cacheMode(header: string | undefined): CallControls['cache'] {
  if (header === undefined) return undefined;
  const asked = header.split(',').map((directive) => directive.trim().toLowerCase());
  if (asked.includes('no-store')) return 'no-store';
  return asked.includes('no-cache') || asked.includes('max-age=0') ? 'no-cache' : undefined;
}

function restoreMode(value: string): 'response' | 'none' {
  if (value === 'response' || value === 'none') return value;
  throw new DomainError('validation_error', 'x-radiant-restore must be response or none', {
    field: 'x-radiant-restore',
  });
}

function category(name: string, field: string): PhiCategory {
  if (isPhiCategory(name)) return name;
  throw new DomainError('validation_error', `${field} must name PHI categories such as NAME or SSN`, { field });
}
