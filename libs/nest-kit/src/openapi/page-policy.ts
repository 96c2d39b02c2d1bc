const PAGE = /^\/docs(?:[/?]|$)/;

/** Whether an address is of `/docs`, the one page that an API has. */
export const isApiPage = (url: string): boolean => PAGE.test(url);

/** The two style sheets in Swagger UI's page, and that of the sign which its script draws. */
const STYLES = [
  "'sha256-/jDKvbQ8cdux+c5epDIqkjHbXDaIY8RucT1PmAe8FG4='",
  "'sha256-eaPyLWVdqMc60xuz5bTp2yBRgVpQSoUggte1+40ONPU='",
  "'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='",
];

/**
 * The content security policy of `/docs`: scripts, calls and pictures of this origin alone. What has a style
 * within the page (one hidden element, and `STYLES`) is named by its hash; any other has none.
 */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' ${STYLES.join(' ')}`,
  "style-src-attr 'unsafe-hashes' 'sha256-ezdv1bOGcoOD7FKudKN0Y2Mb763O6qVtM8LT2mtanIU='",
  "img-src 'self' data:", // its style sheet draws its signs from `data:`
  "connect-src 'self'", // "Try it out"
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
