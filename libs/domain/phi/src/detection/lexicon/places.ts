import { words } from '../word-list.js';

export const STATE_CODES: ReadonlySet<string> = new Set(
  words(
    'AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC PR',
  ),
);

/** State codes that are words or credentials too: taken for a state only where more speaks for it. */
export const AMBIGUOUS_STATE_CODES: ReadonlySet<string> = new Set(words('MD PA MS MA OR IN ME HI OK ID DE LA CO ND'));

/** The first word of each state's name, lower case; "new", "north", "south", "west", "rhode" are told by the second. */
export const STATE_NAMES: ReadonlySet<string> = new Set(
  words(
    'alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia washington wisconsin wyoming',
  ),
);

export const STREET_SUFFIXES: ReadonlySet<string> = new Set(
  words(
    'street st avenue ave av road rd boulevard blvd lane ln drive dr court ct way place pl terrace ter circle cir trail trl parkway pkwy highway hwy square sq alley loop row crescent close mews path plaza pike turnpike broadway causeway expressway',
  ),
);

/** Suffixes that make an address even where nothing is capitalised: "12 elm street". */
export const PLAIN_STREET_SUFFIXES: ReadonlySet<string> = new Set(
  words('street avenue ave road rd boulevard blvd lane ln st'),
);
