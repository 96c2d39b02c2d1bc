/** Lower-case words, written as one string. */
export const words = (list: string): readonly string[] => list.trim().split(/\s+/);
