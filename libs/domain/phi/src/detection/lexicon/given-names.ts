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
