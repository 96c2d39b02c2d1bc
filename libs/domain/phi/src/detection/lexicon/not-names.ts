import { words } from '../word-list.js';

/** Months and days of the week, lower case. */
export const CALENDAR_WORDS: ReadonlySet<string> = new Set(
  words(`january february march april may june july august september october november december jan feb mar apr jun jul
aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun
today tomorrow yesterday`),
);

/** Words that follow "patient", "name:", "Dr." and the like without being names: they end a name or forbid it. */
export const NOT_NAMES: ReadonlySet<string> = new Set([
  ...CALENDAR_WORDS,
  ...words(`
a about above after again against all also although always am an and another any are as asked at away back be became
because been before began being below best between both but by call called came can cannot care clearly come comes could
currently did do does doing done down due during each either else even ever every feel feeling feels felt few first
following follows for found from further gave get gets getting give given go goes going gone good got had has have having
he hello help her here hers herself hey hi him himself his how however i if important in instead into is it its itself
just keep kindly know last later lately least left less let like likely little look looking looks made make makes many
maybe me mild mine moderate more most much must my myself need needs neither never new next no none nope nor normal not
note nothing now of off oh ok okay old on once one only onto or other our ours out over own per perhaps please possible
possibly presently previously probably quite rather really recent recently regarding right said same saw say says second
see seems seen several severe shall she should show showed shows since so some someone something soon sorry still stop
such sure take taken takes taking tell than thank thanks that the their them then there these they thing things think this
those though through thus to together told too took toward towards two um uh under unless until up upon us use used uses
using usually very via want wants was way we well went were what when where whether which while who whom whose why will
with within without would yeah yes yet you your yours

able abnormal absent acute address addresses admission admissions admit admitted adult advance advised advises advocacy
advocate affairs age aged agreed agrees alcohol alert allergic allergies allergy ambulatory anesthesia anonymous answer
appeared appears appointment appointments approach arrived arrives arm assessment assistant assistance attended attends
aware awake balance bed bedside began benefit benefits bill billing biopsy birth bleeding blood body bone brain breast
breath breathing brought cancer cardiac cardiology case category cause cell center centered chart check chest chief child
children chronic city class client clinic clinical code colleague colleagues college coming comment comments company
compared complained complaining complains complaint complaints complete completed compliance compliant complication
complications concern concerned concerns condition conditions confirmed confused confidential consent consents consult
consultation contact continued continues control coordinator copy cough count country county course coverage current
customer daily data date daughter days deceased decision declined declines decreased denied denies dental department
described describes details developed develops diabetic diagnosed diagnosis died diet disability discharge discharged
discussed discussion disease disorder dizziness dob doctor doctors document documentation dose doses doctor drinks drug
drugs dx ed education educator elderly email emergency employer encounter endorses enrolled enrollment error eval
evaluated evaluation event examination exam exhibits experience experienced experiences experiencing explained extremity
eye face factors failed family father female fever file final findings fluid follow followed foot form forms friend front
full fully gender general goals group guardian guide guidelines hand head headache health healthcare hearing heart height
history home hospital hospice hours husband hx icd id identification identified identifier identity illness image imaging
improved improving in-patient incident including increased increasing independent infection info information initial
injuries injury inpatient inquired insists instructed instructions insurance intake interview intervention issue issues
joint journal kidney lab labs language leg letter level list liver lives living location long loss lung lying male man
management manager march married mass medical medicare medicaid medication medications medicine meds member members men
mental message method minor mobile monitor monitored monitoring months mother mr mrn mrs ms my name named names narrative
nausea nearby needed negative neuro neurology newborn nil non noted notes notice notified null number numbers nurse
nurses nursing object obese objective observation observed occupation offered office onset oncology option options oral
order orders organization outcome outcomes outpatient outreach pain parent parents part partner past patient patients
pediatric person personal personnel phone physical physician physicians place plan plans population portal position
positive post practice practitioner pregnant prepared prescribed present presentation presented presenting presents
pressure prior privacy problem problems procedure procedures profile profiles program progress protocol provided provider
providers psych psychiatric psychiatry pt pulse quality question questions race radiology range rate rating readings
reason received receives recommended record records recovering reduction reference referral referred refused refuses
registered registration registry rehab related relation relationship relative released relevant remained remains report
reported reportedly reporting reports request requested requests requires research resident residents resides respiratory
responded response responses result results return returned returns reveals review reviewed rights risk role room routine
rx safety sample satisfaction scheduled school score screening seated section seeking self sent services service session
setting settings sex sexual signature signed significant signs sir sister skin sleep smoker smokes smoking social son
specialist specimen spouse ssn staff stable stage started state stated states status stays stopped stroke structure study
subject subjective submitted suffered suffers suggested summary support supports surgeon surgery surgical survey suspected
swelling symptom symptoms system table team teenager temperature test tested testing tests therapist therapy time title
tolerated tolerates topic transfer transferred transport trauma travel treated treatment trial triage type ultrasound
undergoes undergoing underwent unit units university unknown unremarkable unresponsive update updated urgent urine user
vaccine value various verbalized veteran victim violence visit visited visits vital vitals volunteer wait waiting walks
ward weakness weight wife woman women work worker working worries worse wound year years young zip
chills hives rash rashes vomiting diarrhea sulfa cough fatigue tremor tremors spasm spasms numbness tingling dyspnea edema
glu alb trig chol vit supplement supplements vaccine vaccines booster hindi mandarin arabic russian korean tagalog
sometimes unfortunately actually overall great wow absolutely exactly generally alright
alive asthma anxiety arthritis autism bipolar blind bronchitis dementia depression diabetes eczema epilepsy fibrillation
glaucoma gout healthy hypertension hyperlipidemia hypothyroidism leukemia lymphoma melanoma mellitus migraine myocardial
obesity osteoporosis pneumonia sepsis schizophrenia seizure seizures tuberculosis breast prostate lung colon renal hepatic
atrial coronary congestive failure infarction deficiency type alzheimer's alzheimers parkinson's crohn's
ambulance applicable appeal assigned attending attorney author bachelor board bot business campus chair chairman claim
claims command community counselor current demographics dear director dob discharge doctorate emr ehr env fellow fields
function gateway guest headquarters index input integer item json key keys language label labels library manager map
master match model nation network node output owner package page password payload platform policy president prof
professor prompt property provide query registrar res resource return schema sender server string supervisor task template
tenant text token tool tools training trainer trustee undefined url username users variable version website whatsoever
facts fact report file folder row column field cell bullet heading header footer appendix figure tables
american african asian indian chinese japanese korean hispanic latino latina caucasian white black english spanish french
german european mexican british canadian australian jewish muslim christian catholic hindu buddhist
north south east west northern southern eastern western united states america street avenue road
copd chf cad htn dm ckd esrd gerd mi cva tia dvt pe uti uri ibs ibd ms als hiv aids bmi bp hr rr ecg ekg eeg emg mri ct
cbc cmp bmp inr iv im po prn bid tid qid icu er or ent pcp np rn md do phd pa lpn cna dpm dds dvm dnr poa hpi ros pmh
psh fh sh nkda a1c hba1c wbc rbc hgb plt na cl bun cr glucose sodium potassium
`),
]);

/** Words that are surnames of many: names behind a title or a given name. */
export const WORD_SURNAMES: ReadonlySet<string> = new Set(
  words(`white black young long little short small best good wise grace english french german german welch north west east
south street key case field page day love moon self ward wood law child major power stark case head hand foot heart
church bridge park lake rivers banks field fields cross price sharp rich bell ball cell lane drew marsh march may will
stone steele miles post frost reading booth butler cook porter parker porter chase hope line drain tube`),
);

/** After an eponym: "Parkinson's disease", "Babinski sign", "Glasgow score". */
export const EPONYM_NOUNS: ReadonlySet<string> = new Set(
  words(`disease diseases syndrome syndromes sign signs score scores scale test tests palsy lymphoma sarcoma tumor tumour
disorder disorders contracture fracture fractures procedure operation maneuver manoeuvre reflex criteria classification
phenomenon thyroiditis angina chorea dementia ulcer ulcers node nodes cell cells ataxia anemia hernia tube catheter stain
index position method repair triad law reaction formula esophagus oesophagus nephropathy encephalopathy stage staging
dystrophy neuropathy arthropathy purpura gangrene murmur line lines nodules bodies body drain clamp forceps study studies technique surgery myotomy fundoplication frame type types grade class forceps
equation questionnaire inventory trial colitis vasculitis cyst duct gland loop space tremor`),
);

/** After a name that is a place or an institution: "Johns Hopkins University", "James Street". */
export const INSTITUTION_NOUNS: ReadonlySet<string> = new Set(
  words(`hospital hospitals clinic clinics university college school institute foundation center centre county medical
memorial street avenue road boulevard drive lane river lake park island city airport bridge church company inc llc corp
protocol model award prize library theorem`),
);

const NOUN_ENDING =
  /(?:tion|tions|ology|ologist|itis|osis|emia|pathy|ectomy|scopy|plasty|ometer|graphy|ments?|ness|ical)$/;

/** Stems of international nonproprietary names of drugs (WHO, "The use of stems in the selection of INN"). */
const DRUG_STEM =
  /(?:[lz]umab|[iu]mab|tinib|lukast|[aeo]pril|sartan|statin|olol|azole|cillin|mycin|floxacin|oxetine|gliptin|gliflozin|terol|asone|solone|dronate|parin|caine|azepam|azolam|dipine|triptan|setron|barbital|thiazide|semide|formin|glitazone|fibrate|vudine|navir|ciclovir|cycline|tidine|profen|codone|morphone)$/;

/** Whether a lower-case word can't be (part of) a person's name where a cue leads one to expect it. */
export const isNoName = (word: string): boolean =>
  NOT_NAMES.has(word) ||
  EPONYM_NOUNS.has(word) ||
  INSTITUTION_NOUNS.has(word) ||
  (word !== 'clement' && word.length > 5 && (NOUN_ENDING.test(word) || DRUG_STEM.test(word)));
