import { words } from '../word-list.js';

/**
 * Common given names of the United States (Social Security Administration, most frequent names by decade) with some
 * common elsewhere; names that are ordinary words (Will, May, Mark, Grace, Hope, Bill) need a cue and are left out.
 */
export const GIVEN_NAMES: ReadonlySet<string> = new Set(
  words(`
james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony donald steven
paul andrew joshua kenneth kevin brian george edward ronald timothy jason jeffrey ryan jacob gary nicholas eric jonathan
stephen larry justin scott brandon benjamin samuel gregory alexander frank patrick raymond jack dennis jerry tyler aaron
jose adam henry nathan douglas zachary peter kyle walter ethan jeremy harold keith christian roger noah gerald carl terry
sean arthur austin lawrence jesse dylan bryan joe jordan billy bruce albert willie gabriel logan alan juan wayne roy ralph
randy eugene vincent russell elijah louis bobby philip johnny marcus carlos luis antonio miguel angel francisco javier
pedro diego manuel alejandro ricardo fernando rafael sergio jorge eduardo roberto mario oscar raul hector ivan omar ali
ahmed mohammed muhammad mohamed hassan hussein ibrahim yusuf khalid karim amir raj ravi sanjay vijay rahul amit arjun wei
liam lucas oliver mason owen leo isaac caleb evan luke gavin connor adrian cameron julian dominic xavier ian elias hugo
felix simon martin stefan hans klaus pierre jean jacques andre marco giovanni luca matteo dmitri sergei vladimir igor
hiroshi kenji takeshi yuki kenichi haruto trevor craig curtis derek shane shawn jared brett chad corey travis derrick
leonard norman stanley alfred clarence ernest herbert howard frederick fred theodore melvin clifford leroy lloyd marvin
mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty sandra margaret ashley kimberly
emily donna michelle carol amanda melissa deborah stephanie rebecca sharon laura cynthia dorothy amy kathleen angela
shirley emma brenda pamela nicole anna samantha katherine christine debra rachel carolyn janet maria olivia heather helen
catherine diane julie victoria joyce lauren kelly christina ruth joan virginia judith evelyn hannah andrea megan cheryl
jacqueline madison teresa abigail sophia martha sara gloria janice kathryn ann isabella judy charlotte julia amber alice
jean denise frances danielle marilyn natalie beverly diana brittany theresa kayla alexis doris lori tiffany marie ella
lily mia ava chloe zoe nora lucy stella hazel violet aurora claire sofia camila valentina lucia elena carmen rosa ana
isabel juana guadalupe veronica alejandra gabriela adriana daniela fatima aisha amina layla leila yasmin zainab priya
anjali deepa sunita kavita lakshmi mei ling xiu yan sakura yoko keiko akiko ingrid greta heidi ursula katya olga natasha
svetlana irina tatiana francesca giulia bianca chantal monique genevieve colleen maureen eileen erin bridget fiona
allison jill jane tracy wendy dana stacy tina gina tammy dawn paula peggy connie rita sheila rhonda annie ellen lois
marjorie phyllis norma edna ethel florence thelma josephine irene lillian agnes gladys mildred eleanor audrey vivian
harry max sam tom tim jim bob steve mike dave dan ben joel neil glenn calvin clyde floyd earl jorge esther naomi miriam
leah rebekah abby kate katie beth becky vicky sue sally molly holly kim tara kristen kristin kathy cindy debbie jenny claudia erica annette stan caroline cecilia clara daisy eva hilary josephina
juliet lena lydia marcia marisol martina monica nadia paulina raquel renee rosemary sabrina selena silvia sylvia tamara
yolanda yvonne bernard cedric clayton darren darryl duane edgar edwin ernesto felipe gilbert giovanna gordon guillermo
harvey ignacio jaime jerome julio lance lester lewis lorenzo malcolm marshall maurice milton mitchell neal omari
ramon reginald rodney rodrigo ross salvador sidney spencer terrence tomas tony vernon warren wesley wilson
`),
);

/** The most frequent surnames of the United States (Census Bureau, 2010). */
export const COMMON_SURNAMES: readonly string[] =
  words(`smith johnson williams brown jones garcia miller davis rodriguez
martinez hernandez lopez gonzalez wilson anderson thomas taylor moore jackson martin lee perez thompson white harris sanchez
clark ramirez lewis robinson walker young allen king wright scott torres nguyen hill flores green adams nelson baker hall
rivera campbell mitchell carter roberts gomez phillips evans turner diaz parker cruz edwards collins reyes stewart morris
morales murphy cook rogers gutierrez ortiz morgan cooper peterson bailey reed kelly howard ramos kim cox ward richardson
watson brooks chavez wood james bennett gray mendoza ruiz hughes price alvarez castillo sanders patel myers long ross foster
jimenez powell jenkins perry russell sullivan bell coleman butler henderson barnes gonzales fisher vasquez simmons romero
jordan patterson alexander hamilton graham reynolds griffin wallace moreno west cole hayes bryant herrera gibson ellis tran
medina aguilar stevens murray ford castro marshall owens harrison fernandez mcdonald woods washington kennedy wells vargas
henry chen freeman webb tucker guzman burns crawford olson simpson porter hunter gordon mendez silva shaw snyder mason dixon
munoz hunt hicks holmes palmer wagner black robertson boyd stone salazar fox warren mills meyer rice schmidt garza daniels
ferguson nichols stephens soto weaver ryan gardner payne grant dunn kelley spencer hawkins arnold pierce vazquez hansen
peters santos hart bradley knight elliott cunningham duncan armstrong hudson carroll lane riley andrews alvarado ray delgado
berry perkins hoffman johnston matthews pena richards contreras willis carpenter lawrence sandoval guerrero george chapman
rios estrada ortega watkins greene nunez wheeler valdez harper burke larson santiago maldonado morrison franklin carlson
austin dominguez carr lawson jacobs obrien lynch singh vega bishop montgomery oliver jensen harvey williamson gilbert dean
sims espinoza howell li wong reid hanson le mccoy garrett burton fuller wang weber welch rojas lucas marquez fields park yang
little banks padilla day walsh bowman schultz luna fowler mejia doe`);
