/** What a provider might have sealed: long, and bytes that are no text. */
export const SEAL = Buffer.from(Array.from({ length: 60 }, (_, i) => 255 - ((i * 37) % 251))).toString('base64');
