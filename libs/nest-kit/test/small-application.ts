import { request as httpRequest } from 'node:http';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Controller, Get, type Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppDirectory, CredentialRefused, type Principal } from '@radiant/identity';
import { apiKeyId, appId, AuditTrail, DomainError, tenantId, userId, type AuditEvent } from '@radiant/kernel';
import { FixedClock, SequentialIds } from '@radiant/kernel/testing';
import { FailedAuthentications } from '../src/access/failed-authentications.js';
import { Permit } from '../src/access/permit.js';
import { Public } from '../src/access/public.js';
import { Refusals } from '../src/access/refusals.js';
import { createApplication } from '../src/http/create-application.js';
import { Log } from '../src/logging/log.js';
import { Metrics } from '../src/metrics/metrics.js';

export const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
export const GOOD = 'good';
/** Of a key of the clinic that was revoked. */
export const REVOKED_KEY = 'rad_dev_revoked';
/** Of a person of the clinic whose session has ended. */
export const ENDED_TOKEN = 'ended.session.token';

export const GRACE: Principal = {
  tenantId: CLINIC,
  homeTenantId: CLINIC,
  appId: appId('default'),
  appBound: true,
  roles: ['user', 'auditor'],
  apiKeyId: undefined,
  scopes: undefined,
  trustedForwarder: false,
  userId: userId('grace'),
  appUserId: userId('grace'),
  token: undefined,
};
const KEY: Principal = {
  ...GRACE,
  roles: ['service'],
  apiKeyId: apiKeyId('33333333-3333-4333-8333-333333333333'),
  scopes: { permissions: new Set(), models: undefined },
  userId: undefined,
  appUserId: undefined,
};

@Controller()
export class SmallController {
  @Get('open')
  @Public()
  open(): object {
    return { open: true };
  }

  @Get('closed/:id')
  @Permit('model.read')
  closed(): object {
    return { closed: true };
  }

  @Get('forbidden')
  @Permit('tenant.create')
  forbidden(): object {
    return {};
  }

  @Get('broken')
  @Public()
  broken(): never {
    throw new TypeError('Jane Doe is no patient of ours');
  }
}

class NoApps extends AppDirectory {
  all = (): ReturnType<AppDirectory['all']> => Promise.resolve([]);
}

class KeptTrail extends AuditTrail {
  readonly events: AuditEvent[] = [];
  failing = false;

  async record(event: AuditEvent): Promise<void> {
    if (this.failing) throw new DomainError('service_unavailable', 'nowhere to write');
    this.events.push(event);
  }
}

async function authenticate(credential: string): Promise<Principal> {
  if (credential === GOOD) return GRACE;
  if (credential === REVOKED_KEY) throw new CredentialRefused('the API key is not valid', KEY);
  if (credential === ENDED_TOKEN) throw new CredentialRefused('the token is not valid', GRACE);
  throw new DomainError('unauthorized', 'the credential is not valid');
}

export interface Sent {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** A process as the apps make theirs, around one controller. */
export async function smallApplication(
  options: {
    readonly controllers?: Type[];
    readonly trustedProxies?: readonly string[];
    /** Calls wait while it says that the event loop is busy. */
    readonly utilisation?: () => number;
  } = {},
) {
  class SmallModule {}
  const clock = new FixedClock();
  const ids = new SequentialIds();
  const trail = new KeptTrail();
  const metrics = new Metrics();
  const lines: string[] = [];
  const log = new Log('test', 'debug', collect(lines));
  const failed = new FailedAuthentications(trail, clock, ids, log);
  const application = await createApplication(
    { module: SmallModule, controllers: options.controllers ?? [SmallController] },
    {
      log,
      corsOrigins: [],
      trustedProxies: options.trustedProxies ?? [],
      access: { authenticate, apps: new NoApps(), clock, requireSecondFactor: false },
      refusals: new Refusals(trail, clock, ids, log),
      failedAuthentications: failed,
      metrics,
      ...(options.utilisation && { shedding: { clock, utilisation: options.utilisation } }),
    },
  );
  await application.listen(0, '127.0.0.1');
  const port = Number(new URL(await application.getUrl()).port);
  return {
    port,
    server: application.getHttpServer(),
    trail,
    metrics,
    failed,
    clock,
    logLines: () => lines.map((line): Record<string, unknown> => JSON.parse(line)),
    /** With no client between that would refuse a method or a header. Answers once the process has noted the request. */
    send: async (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Sent> => {
      const noted = lines.length;
      const sent = await send(port, path, headers, method);
      while (!lines.slice(noted).some((line) => line.includes('"request"'))) await nextTurn();
      return sent;
    },
    close: (): Promise<void> => closed(application),
  };
}

const closed = (application: NestFastifyApplication): Promise<void> => application.close();

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const send = (port: number, path: string, headers: Record<string, string>, method: string): Promise<Sent> =>
  new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      text(response).then(
        (body) => resolve({ status: response.statusCode ?? 0, text: body, headers: response.headers }),
        reject,
      );
    });
    request.on('error', reject).end();
  });

const collect = (lines: string[]): Writable =>
  new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
