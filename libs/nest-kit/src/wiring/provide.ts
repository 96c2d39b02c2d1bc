import type { FactoryProvider } from '@nestjs/common';

type Token<T> = abstract new (...args: never[]) => T;

/**
 * Registers a plain class under its own name. `ports` are the tokens of its constructor's parameters, in order: a
 * missing or swapped one does not compile.
 */
export function provide<T, Parameters extends unknown[]>(
  target: new (...args: Parameters) => T,
  ...ports: { [Index in keyof Parameters]: Token<Parameters[Index]> }
): FactoryProvider<T> {
  return {
    provide: target,
    inject: [...ports],
    useFactory: (...args: Parameters) => new target(...args),
  };
}

/** Binds a port to the adapter that stands behind it in this process. */
export const bind = <T>(port: Token<T>, adapter: () => T | Promise<T>): FactoryProvider<T> => ({
  provide: port,
  useFactory: adapter,
});
