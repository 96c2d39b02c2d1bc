/**
 * Hospitals and health systems that go by a name of their own, as people write it; small letters, hyphens as written.
 * Words that say what kind of house it is may follow and are no part of an entry.
 */
export const CARE_SITES: readonly string[] = `
abbott northwestern|advocate christ|advocate lutheran|advocate aurora|adventhealth|albert einstein medical|alta bates|
ascension|atrium|atrium health|aurora st. luke's|avera|banner|banner health|banner university|baptist health|barnes-jewish|
barnes jewish|baylor|baylor scott and white|baylor scott & white|baylor st. luke's|baystate|beaumont|bellevue|beth israel|
beth israel deaconess|bidmc|boston children's|boston medical|brigham|brigham & women's|brigham and women's|
brigham and women|brigham & women|brookdale|bumc|carilion|carolinas medical|cedar sinai|cedar-sinai|cedars sinai|
cedars-sinai|chla|chop|christiana care|christianacare|christus|city of hope|cleveland clinic|columbia presbyterian|
columbia-presbyterian|commonspirit|cook children's|cook county|covenant health|dana farber|dana-farber|dartmouth-hitchcock|
dartmouth hitchcock|dell children's|duke health|duke raleigh|duke regional|duke university|dukehealth|elmhurst hospital|
emory|emory healthcare|fred hutch|fred hutchinson|froedtert|geisinger|good samaritan|grady|grady memorial|hackensack|
hackensack meridian|harborview|hartford healthcare|henry ford|hoag|houston methodist|hospital for special surgery|
indiana university health|inova|intermountain|intermountain health|iu health|jackson memorial|jackson health|
jefferson health|john hopkins|johns hopkins|jps|kaiser|kaiser permanente|keck|keck medicine|kettering health|kings county|
lahey|legacy emanuel|legacy good samaritan|lenox hill|lehigh valley|loma linda|long island jewish|lurie children's|lucile packard|
lucile packard children's|lurie|mainehealth|mass eye and ear|mass gen|mass general|mass general brigham|massachusetts eye and ear|
massachusetts general|mayo|mayo clinic|md anderson|m.d. anderson|medstar|medstar georgetown|memorial hermann|memorial sloan|memorial sloan kettering|
memorial sloan-kettering|mercy health|methodist|methodist hospital|mgh|mgh brigham|montefiore|mount sinai|mskcc|mt sinai|mt. sinai|
multicare|national jewish|nationwide children's|nebraska medicine|new york presbyterian|new york-presbyterian|
newyork presbyterian|newyork-presbyterian|northshore|northside hospital|northwell|northwell health|northwestern medicine|
northwestern memorial|norton healthcare|novant|novant health|ny presbyterian|ny-presbyterian|nyp|nyu|nyu langone|nyu winthrop|ochsner|
ohiohealth|ohsu|orlando health|osf|osu wexner|overlake|palmetto health|parkland|peacehealth|penn medicine|
penn presbyterian|penn state health|piedmont|presbyterian|presbyterian hospital|prisma health|providence|providence st. joseph|
providence health|rady children's|regions hospital|renown|ronald reagan ucla|roswell park|rush|rush presbyterian|rush university|
sanford|sanford health|san francisco general|santa clara valley|scripps|scripps health|scripps memorial|seattle children's|sentara|sharp healthcare|
sharp memorial|shands|spectrum health|ssm health|st jude|st. jude|st. jude children's|stanford health|stanford health care|
stanford healthcare|stanford hospital|stanford medicine|stanford children's|stony brook|strong memorial|sutter|sutter health|swedish medical|tampa general|temple health|
temple university|texas children's|texas health|thomas jefferson|torrance memorial|trinity health|tufts medical|tulane medical|ucd|
uc davis|uc health|uc irvine|uc san diego|uchealth|uci|ucla|ucla health|ucsd|ucsf|ucsf benioff|ucsf health|uf health|
uiowa|unc health|unc rex|unitypoint|unity point|upenn|upmc|upmc presbyterian|ut health|ut southwestern|utmb|utsw|uva|uva health|uw health|uw medicine|uwmc|
vanderbilt|vanderbilt children's|vumc|virginia mason|wake forest baptist|walter reed|weill cornell|wellspan|wellstar|yale new haven|
yale-new haven|charing cross|great ormond street|guy's and st thomas'|addenbrooke's|john radcliffe|royal free|royal marsden|
royal brompton|moorfields|sickkids|sunnybrook|toronto general|st. michael's|charité|karolinska|la paz|vall d'hebron|aiims|
apollo hospitals|tata memorial|fortis|sheba|hadassah
`
  .trim()
  .split('|')
  .map((name) => name.trim());
