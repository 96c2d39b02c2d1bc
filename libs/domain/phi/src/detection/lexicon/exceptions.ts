import { words } from '../word-list.js';

/** Drugs and brands that are, or look like, names of people. */
export const DRUGS: readonly string[] = words(`allegra lasix januvia humira enbrel lyrica zocor lipitor crestor plavix
xarelto eliquis norvasc diovan cozaar benicar micardis altace vasotec zestril prinivil toprol coreg tenormin lopressor
glucophage amaryl actos avandia byetta victoza ozempic trulicity lantus levemir humalog novolog prozac zoloft paxil
celexa lexapro effexor cymbalta wellbutrin abilify seroquel zyprexa risperdal geodon xanax ativan valium klonopin ambien
lunesta sonata restoril adderall ritalin concerta strattera vyvanse neurontin topamax lamictal keppra depakote dilantin
tegretol trileptal nexium prilosec prevacid protonix aciphex zantac pepcid claritin zyrtec singulair advair symbicort
spiriva flonase nasonex viagra cialis levitra flomax proscar avodart fosamax boniva actonel evista celebrex mobic
voltaren naprosyn aleve motrin advil tylenol percocet vicodin norco ultram oxycontin duragesic coumadin pradaxa lovenox
herceptin avastin rituxan gleevec tarceva keytruda opdivo taxol taxotere remicade stelara cosentyx simponi orencia
actemra xeljanz copaxone avonex rebif betaseron tecfidera gilenya tysabri ocrevus synthroid armour levoxyl premarin
provera mirena yaz yasmin alesse seasonale diflucan zithromax augmentin cipro levaquin bactrim keflex rocephin vancocin
zosyn shingrix prevnar gardasil fluzone tdap glucerna pedialyte ensure boost fitbit peloton labcorp cerner meditech
medtronic zoll philips siemens stryker dexcom omnipod jardiance farxiga invokana wegovy mounjaro rybelsus entresto brilinta
repatha praluent dupixent skyrizi tremfya taltz otezla rinvoq olumiant ocrevus kesimpta aimovig emgality ajovy botox paxlovid
descovy biktarvy genvoya suboxone narcan vivitrol chantix zofran reglan compazine phenergan toradol dilaudid versed ketalar
solumedrol decadron medrol kenalog benadryl atarax vistaril imodium miralax colace senokot dulcolax metamucil tums maalox
mylanta pepto lomotil bentyl robaxin flexeril soma skelaxin zanaflex lioresal requip mirapex sinemet azilect aricept namenda
exelon razadyne lunesta belsomra rozerem remeron desyrel pamelor elavil buspar lithobid latuda vraylar rexulti saphris
tamiflu valtrex zovirax epivir truvada isentress atripla`);

/** Countries, continents and the like: kept under Safe Harbor, and no towns. */
export const COUNTRY_WORDS: readonly string[] = words(`america american africa asia europe australia canada china india
japan korea mexico brazil england scotland wales ireland britain france germany spain italy portugal greece turkey egypt
israel iran iraq russia ukraine poland sweden norway denmark finland netherlands belgium austria switzerland hungary
romania bulgaria serbia croatia taiwan thailand vietnam malaysia indonesia philippines pakistan bangladesh nepal nigeria
kenya ghana ethiopia uganda tanzania zambia zimbabwe senegal morocco algeria tunisia libya sudan argentina chile peru
colombia ecuador bolivia paraguay uruguay cuba jamaica haiti panama guatemala honduras nicaragua españa estados unidos
alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois indiana
iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska
nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia wisconsin wyoming kuwait bahrain qatar
oman jordan lebanon syria yemen malta cyprus iceland estonia latvia lithuania slovakia slovenia luxembourg lebanon
singapore andorra monaco`);

/** Towns that the lists lack or that are more than a word of a list. */
export const MORE_CITIES: readonly string[] =
  words(`london paris berlin madrid barcelona rome milan vienna zurich geneva
amsterdam rotterdam brussels dublin manchester birmingham liverpool leeds glasgow edinburgh bristol oxford cambridge
sheffield copenhagen stockholm oslo helsinki moscow warsaw prague budapest athens istanbul ankara cairo nairobi lagos
johannesburg tokyo osaka beijing shanghai seoul bangkok delhi mumbai karachi lahore dhaka sydney melbourne brisbane perth
auckland wellington toronto montreal vancouver ottawa calgary bogota lima santiago caracas havana
sevilla malaga murcia zaragoza bilbao valladolid cordoba granada alicante vigo gijon oviedo pamplona almeria burgos
salamanca huelva albacete logrono badajoz lleida lerida leon cadiz jaen ourense orense girona gerona lugo caceres melilla
guadalajara toledo pontevedra palencia ceuta zamora avila cuenca huesca segovia soria teruel tarragona castellon vitoria
donostia coruna tenerife lanzarote fuerteventura ibiza menorca mallorca asturias cantabria navarra galicia andalucia
vizcaya bizkaia guipuzcoa gipuzkoa alava medellin cali monterrey tijuana puebla rosario mendoza asuncion managua
tegucigalpa quito guayaquil`);

/** Towns that are in lists of words too and yet, with a capital, are hardly ever meant as anything else. */
export const SURE_CITIES: readonly string[] = words(`boston chicago houston dallas seattle denver atlanta miami detroit
orlando memphis portland baltimore cleveland pittsburgh cincinnati milwaukee minneapolis philadelphia phoenix sacramento
tucson nashville louisville charlotte richmond buffalo rochester syracuse albany hartford brooklyn manhattan bronx queens
harlem tampa omaha tulsa austin madison raleigh durham anchorage honolulu spokane tacoma fresno oakland berkeley anaheim
pasadena lincoln wichita mobile montgomery birmingham savannah lexington columbus dayton toledo akron springfield newark
trenton camden princeton westchester springdale riverside london paris berlin madrid rome vienna geneva dublin
manchester liverpool oxford cambridge glasgow edinburgh bristol athens cairo tokyo osaka shanghai delhi mumbai lima
sydney melbourne perth toronto montreal ottawa calgary manila jakarta havana kiev lyon marseille naples turin venice
florence munich hamburg cologne frankfurt dresden leipzig oslo bergen seville valencia granada cordoba`);

/** In the lists of towns, and hardly ever meant as one in a prompt. */
export const NO_CITIES: readonly string[] = words(`baseline control normal success progress independent liberty energy
hope harmony eden cancer male female many most data center central union social media mobile protection security
imperial royal royale global enterprise republic college university hospital surgery clinic institute western northern
southern eastern best general grant lead power industry commerce experiment prospect advance index medical lake park
university reading nice bath deal sale stage process case cascade alpha beta delta gamma omega sigma tau kappa zeta iota
short sweet good young old long street avenue road level acme barrett sandwich sodium gates radical ion iron protein
triangle valley star santa san los las saint fort port mount new north south east west grand big little great white
black red green blue brown gray grey orange rose ray marker bond bell early august may april june january christmas
framingham canadian moca epworth friday sunday page day due plus rule bunch zip of the and for from with she her his can`);

/** Words that are no names in a clinical text though a list has them as such. */
export const MORE_ORDINARY: readonly string[] = words(`doctor patient nurse hospital clinic surgery surgeon medline
pubmed cochrane embase roux merkel barrett likert pearson fisher kaplan meier cox student mann whitney wilcoxon spearman
bonferroni tukey kruskal wallis hosmer lemeshow bland altman doppler holter foley swan ganz gram bacillus candida
helicobacter pylori escherichia staphylococcus streptococcus salmonella koch pap rorschach glasgow apgar braden morse
mallampati gleason clavien dindo child pugh duke ann arbor wells killip forrester norton karnofsky barthel bishop denver
tanner bennett monteggia colles smith galeazzi lisfranc bankart hill sachs whipple billroth nissen heller lap ross
fontan norwood blalock taussig fallot ebstein marfan ehlers danlos down turner klinefelter williams prader willi
angelman rett tourette asperger alzheimer parkinson huntington lewy pick creutzfeldt jakob guillain barre lambert eaton
charcot marie tooth duchenne becker bell horner adie holmes argyll robertson crohn hirschsprung meckel zenker mallory
weiss boerhaave gilbert crigler najjar dubin rotor wilson budd chiari caroli hodgkin burkitt kaposi ewing wilms cushing
addison conn graves hashimoto sheehan raynaud takayasu kawasaki behcet sjogren wegener churg strauss goodpasture alport
berger fanconi henoch schonlein osler weber rendu von willebrand hageman christmas coombs rhesus duffy kell kidd lyme
weil chagas hansen epstein barr coxsackie ebola zika marburg hendra nipah norwalk african asian caucasian hispanic black
white anglo saxon european american latin latino latina indian native arab jewish christian muslim catholic
que una esta pero su tu como le bueno ella hola vida ni dia mira tal lugar mundo mio buena nuevo dias ven alli haber cada
razon debo familia cabeza alla serio puerta cuenta hice vi deja guerra toma caso nino iba durante haya tierra cara tomar
justo matar cinco pequeno segundo fuerte creer dar malo haga arma armas perro veras dio bebe ido mucha cielo habra segura
nina perdido hara demas diez anda mato lindo ayer cena sala iglesia tienda camara salida corte caliente ojo vea duda verla
cierra damas cuello boda piel tema pon verano cinta casado salido bala vos gana cura carro calles termine viernes menor
fuertes cadena frontera sabado martes guarda domingo crear tira dejan espejo feo cirugia oncologia clinica tratamiento
paciente servicio levotiroxina osea torax abdomen sexo edad pais en el la los las un del al con sin por para tras desde
hasta segun ante bajo entre hacia sobre mediante metabolica
seldinger trendelenburg rovsing mcburney ilizarov bosniak fitzpatrick mohs bovie kelly kocher allis babcock balfour
richardson deaver army navy yankauer magill macintosh murphy kernig brudzinski homans lachman mcmurray hawkins neer phalen
tinel finkelstein spurling romberg rinne chvostek trousseau levine osler janeway roth kussmaul cheyne stokes biot wenckebach
mobitz brugada wolff levinthal salter harris jones boxer bennett rolando galeazzi essex lopresti garden gartland schatzker
neer weber denis lauge allgower frykman ranson balthazar atlanta maddrey meld hinchey forrest rockall blatchford strasbourg
bismuth todani siewert lauren borrmann ishak metavir nancy mayo harvey bradshaw rutgeerts crohn whipple kasai duhamel soave
swenson ladd ramstedt hasson veress lichtenstein shouldice mcvay bassini stoppa hartmann miles parks lord milligan ferguson
goldman aldrete ramsay richmond riker cormack lehane cushing kehr grey cullen fox fothergill carnett blumberg moynihan
pemberton joffroy stellwag graefe moebius oliver cardarelli duroziez corrigan quincke traube hill duchenne gower gowers lasegue
mediterranean pacific atlantic medicare medicaid`);

/** Given names that are words too: they prove nothing at the beginning of a sentence or without capitals. */
export const AMBIGUOUS_GIVEN: ReadonlySet<string> = new Set(
  words(`will mark grace hope rose may april june august faith joy bill art rich frank dawn heather amber ruby pearl jade
ivy lily daisy violet iris holly dale glen cliff rob pat drew chase grant miles dean earl duke jean christian guy ray gene
sue wade ward reed rusty sandy misty sunny summer autumn angel destiny melody harmony trinity charity mercy hunter carter
mason cooper parker taylor jordan paris austin dallas madison savannah sierra brook heath forest clay cash colt jasmine
olive ginger penny candy cherry crystal star sky storm victor major norm max buddy junior basil rosemary sage dick bob
hazel aurora stella sally robin carol peg connie sol marina ken ron don lee lane lance chuck nick neil stan van virginia
georgia florence carolina sydney chelsea charlotte victoria josh rod roger warren barry bobby jimmy johnny harry tom
tommy henry louis simon peter timothy basil randy woody ali lena lydia clara mia nova eve`),
);
