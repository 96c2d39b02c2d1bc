export function isBundled(directory: string): boolean;
export function noteBundled(directory: string, files: readonly string[], begunAt: number): void;
export function forgetBundled(directory: string): void;
