import { AsyncLocalStorage } from 'node:async_hooks';
import { Server } from 'node:http';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { jest } from '@jest/globals';
import pg from 'pg';

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/** What a request makes the stores do: the texts of statements and the names of commands, without ids, in order. */
export interface Statements {
  /** Of the requests that came while `work` ran, those of background tasks left out. */
  during(work: () => Promise<unknown>): Promise<readonly string[]>;
  stop(): void;
}

/** Watches every server of this process. */
export function watchStatements(): Statements {
  const request = new AsyncLocalStorage<string[]>();
  let current: string[] = [];
  const emit = Server.prototype.emit;
  const spies = [
    jest.spyOn(Server.prototype, 'emit').mockImplementation(function (this: Server, event: string, ...rest: unknown[]) {
      const run = (): boolean => Reflect.apply(emit, this, [event, ...rest]);
      return event === 'request' ? request.run(current, run) : run();
    }),
    watched(pg.Client.prototype, 'query', ([statement]) => request.getStore()?.push(textOf(statement))),
    watched(DynamoDBDocumentClient.prototype, 'send', ([command]) => {
      request.getStore()?.push(Object(command).constructor.name);
    }),
  ];
  return {
    during: async (work) => {
      current = [];
      const own = current;
      await work();
      return [...own];
    },
    stop: () => {
      for (const spy of spies) spy.mockRestore();
    },
  };
}

function watched<Method extends string>(
  prototype: Record<Method, (...given: never[]) => unknown>,
  method: Method,
  see: (given: readonly unknown[]) => void,
): { mockRestore(): void } {
  const original = prototype[method];
  Object.assign(prototype, {
    [method](this: unknown, ...given: readonly unknown[]) {
      see(given);
      return Reflect.apply(original, this, given);
    },
  });
  return { mockRestore: () => void Object.assign(prototype, { [method]: original }) };
}

function textOf(statement: unknown): string {
  const text = typeof statement === 'string' ? statement : String(Object(statement).text);
  return text.replace(UUID, '<id>').replace(/\s+/g, ' ').trim();
}
