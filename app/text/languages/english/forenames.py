"""Forenames that are, in newspapers in English, given nearly always to women or nearly always to men.

Names that both bear (Alex, Andrea, Kim, Robin, Sasha) are left out: no evidence is better than half of it.
"""

from __future__ import annotations


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


FEMALE_FORENAMES = _names(
    """
    abigail ada adele adriana agata agnes agnieszka aileen aisha aishwarya alexandra alice alicia alina aline
    alison amal amanda amara amber amelia amelie amina amy ana anastasia anastasiya angela angelica angelina
    anita anja anke ann anna annabel anne annette annie annika antonia anya aoife aparna april ariana asha
    ashley astrid audrey aurelie aurora ava ayesha barbara beatrice beatriz becky belinda bella bernadette
    beth bethany betty beverly bianca birgit bonnie brenda briana bridget brigitte britta brooke caitlin
    camila camilla carla carly carmen carol carole carolina caroline carolyn carrie catarina catherine cathy
    cecilia celeste celia chantal charlotte chelsea cheryl chiara chloe christina christine ciara claire clara
    clare claudia colleen constance corinne cornelia courtney cristina cynthia dagmar daisy dana daniela
    danielle daphne daria dawn deborah debra deirdre delphine denise diana diane dolores donna dora doreen
    doris dorothy edith eileen elaine eleanor elena eleni elina elisa elisabeth elise eliza elizabeth ella
    ellen elodie eloise elsa elsie emily emma erica erika erin esme esperanza esther eugenie eva eve evelyn
    ewa faith fatima fatou felicia felicity fiona flora florence frances francesca frederique frida gabriela
    gabriella gabrielle gail galina gemma genevieve georgia georgina geraldine gerda gertrude ginny gisela
    giulia glenda gloria grace greta gretchen gudrun gwen gwendolyn hannah harriet hazel heather hedwig heidi
    helen helena helene helga henrietta hilary hilda hillary hiroko holly ida ilse imogen ines inga inge
    ingrid irena irene irina iris isabel isabella isabelle isla ivana ivanka ivy jacqueline jane janet janice
    jasmine jean-marie jeanette jeanne jenna jennifer jenny jessica jill jo joan joanna joanne jocelyn jodie
    johanna josefina josephine joy joyce juanita judith judy julia juliana julie juliet june justine kaja
    karen karin karina katarina katarzyna kate katharina katherine kathleen kathryn kathy katie katja katrin
    katrina kayla keiko kellyanne kerstin kimberly kirsten kirsty kristen kristin kristina lara larissa laura
    lauren laurence layla leah leila lena leonie leonora leticia lila lilian liliana lillian lily linda
    lindsay lisa livia liz liza loretta lorna lorraine louisa louise lucia lucie lucille lucinda lucy ludmila
    luisa lydia lyn lynda lynn mabel madeleine madison magda magdalena maggie malala malgorzata mandy manuela
    marcela margaret margarita margaux margot maria mariam mariana marianne marie mariko marilyn marina marine
    marion marisa marjorie marlene marta martha martina mary maryam mathilde matilda maud maureen mavis maxine
    meera meg megan meghan mei melania melanie melinda melissa mercedes meredith mia michaela michele michelle
    mila mildred milena millie mina miranda miriam moira mollie molly mona monica monika monique muriel myra
    myriam nadia nadine nancy naomi natalia natalie natalya natasha nathalie nellie niamh nicola nicole
    nicoletta nina noor nora norma nuala octavia odile oksana olga olivia olympia ophelia orla paloma pamela
    patricia patty paula paulina pauline peggy penelope penny petra philippa phoebe phyllis pia polina polly
    priscilla priti priya rachael rachel ramona raquel rebecca regina renata renate rhiannon rhoda rhona rita
    roberta rosa rosalie rosalind rosario rose rosemary rosie roxana ruby ruth sabina sabine sabrina sadie
    saira sally samantha sandra sanna sara sarah saskia selena selina selma serena shabnam shannon sharon
    sheila shelley shirley shona sian sienna sigrid silke silvia simone sinead siobhan sofia sonia sonja
    sophia sophie stacey stefanie stella stephanie sue susan susanna susanne susie suzanne svetlana sybil
    sylvia sylvie tabitha tamara tamsin tania tanya tara tatiana tatyana teresa tessa thelma theresa therese
    tiffany tina tracey trudy ulla ulrike una ursula valentina valeria valerie vanessa vera verity veronica
    veronika victoria viktoria violet virginia virginie vivian vivienne wanda wendy wilhelmina wilma winifred
    xenia yael yasmin yasmine yolanda yuki yulia yvette yvonne zadie zahra zainab zara zoe zofia zsuzsa
    """
)

MALE_FORENAMES = _names(
    """
    aaron abdul abdullah abraham adam adebayo adolf adrian ahmad ahmed aidan alain alan alasdair albert
    alberto alec alejandro aleksander aleksandr alessandro alexander alexandre alexei alexey alfie alfonso
    alfred ali alistair allan allen alphonse alvaro alvin amadou ambrose amir amit anatoly anders andre
    andreas andrei andrew andrey andrij andrzej andy angus anselm anthony antoine anton antonio antony antti
    archie aristide arjun armand arnaud arne arnold arthur artur arturo ashok asif august augustin austin
    barack barnaby barney barry bart bartholomew bashar basil bastien ben benedict benito benjamin bennett
    benoit bernard bernhard bernie bert bertrand bilal bill billy bjorn bob bobby boris brad bradley brandon
    brendan brent brett brian bruce bruno bryan byron caleb callum calvin cameron carl carlo carlos cedric
    chad charles charlie chester chidi chris christian christoph christophe christopher chuck clarence claude
    clement clifford clinton clive clyde cole colin conor conrad constantin corey cornelius cory craig curtis
    cyril cyrus dale damian damien dan daniel danny darius darren dave david dean declan denis dennis derek
    dermot desmond devin dexter didier diego dieter dietrich dimitri dimitris dinesh dirk dmitri dmitry dmytro
    dominic dominik donald doug douglas duncan dustin dwayne dwight dylan eamon earl ed eddie edgar edmund
    eduardo edward edwin efraim egon eli elias elijah elliot elon emanuel emile emilio emmanuel emre enrique
    enzo eoin eric erich erik ernest ernesto erwin esteban ethan etienne eugene evan evgeny ewan ezra fabian
    fabio fabrice farouk federico felipe felix ferdinand fergus fernando finn florian floyd francesco francis
    francisco franck francois frank frankie franklin franz fraser fred freddie frederic frederick frederik
    friedrich fritz fyodor gabriel gareth garth gary gaspard gaston gavin gennady geoff geoffrey george
    georges georgi gerald gerard gerhard gerry gianluca giles giovanni giuseppe glen glenn gordon graeme
    graham grant greg gregor gregory grigory guido guillaume guillermo gunther gus gustav gustavo guy hakan
    hamid hamish hamza hank hans hans-peter harald harold harrison harry harvey hassan hector heinrich heinz
    helmut hendrik henri henrik henry herbert herman hermann hiroshi horace horst howard hubert hugh hugo
    humphrey hussein ian ibrahim idris ignacio igor ilya imran isaac isaiah ismail ivan ivo jack jacob jacques
    jaime jake jakob jakub james jamie jan janusz jared jarek jaroslav jason jasper javier jay jean-baptiste
    jean-claude jean-francois jean-luc jean-marc jean-paul jean-pierre jean-yves jeb jed jeff jefferson
    jeffrey jens jeremiah jeremy jerome jerry jerzy jesus jim jimmy joachim joakim joao joaquin jochen joe
    joel joerg johan johann johannes john johnny jon jonas jonathan jordi jorge joris jose josef joseph josh
    joshua josip juan juergen julian julien julio julius jurgen justin kareem karel karim karl kazuo keith ken
    kenji kenneth kevin khalid kirk klaus konstantin krzysztof kunal kurt kwame kyle lachlan lamar lars
    laurent lawrence lech lee len leo leon leonard leonardo leonid leopold leroy lewis liam lionel lloyd
    lorenzo lothar louis luc luca lucas ludwig luigi luis lukas luke maciej magnus mahmoud malcolm malik
    manfred manuel marc marcel marcello marcin marco marcos marcus marek mario mark markus marshall martin
    martyn marvin massimo mateusz matt matteo matthew matthias matthieu maurice mauricio max maxim maxime
    maximilian mehmet michael michal mick miguel mihai mikael mike mikhail milan miles milos milton mitch
    mitchell mohamed mohammad mohammed mohsin moritz moses muhammad mukesh murray mustafa mykola nabil naftali
    narendra nathan nathaniel ned neil nelson niall nicholas nick nicolas nigel nikita niklas nikolai nikolaus
    nils noah noel norbert norman olaf oleg oleksandr oliver olivier olle omar oscar oskar osman otto owen
    pablo paddy paolo pascal pat patrick paul paulo pavel pawel pedro per perry pete peter phil philip
    philippe pierre pieter piotr pranav rafael rahul raj rajesh ralph ramon randy raoul rashid raul ravi ray
    raymond reggie reginald reinhard rene reuben rex ricardo richard rick ricky rob robert roberto rod
    roderick rodney rodrigo roger roland rolf romain roman ron ronald ronnie rory ross rowan roy ruben rudolf
    rudy rufus rupert russell ryan said salman salvador sam sami samir samuel sandeep sanjay santiago saul
    scott seamus sean sebastian sebastien serge sergei sergey sergio seth shane shaun shinzo sidney siegfried
    silvio simon spencer stan stanislaw stanley stefan stefano stelios stephane stephen sterling steve steven
    stewart stuart sunil suresh sven tadeusz takeshi tariq ted terence terry theo theodore thierry thomas tim
    timo timothy tobias toby todd tom tomas tomasz tommy tony travis trevor tristan tyler tyrone ulrich umar
    uwe vaclav valentin valery vasily vernon victor vijay vikram viktor vince vincent vitaly vittorio vladimir
    volodymyr wallace walter warren wayne wendell wesley wilbur wilfred wilhelm will willem william willie
    willy winston wladimir wojciech wolfgang xavier yann yannick yannis yasser yiannis yitzhak yuri yusuf yves
    zach zachary zbigniew zoltan
    """
)
