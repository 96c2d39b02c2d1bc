export function bundle(entry: string, directory: string, name?: string): Promise<string>;
