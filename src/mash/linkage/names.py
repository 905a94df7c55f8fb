"""Given names: forms that are one name to everyone but a computer, and neighbours that are two.

ONE_NAME has only forms of which a family would hardly give two to twins; a form missing there costs a link
that strong identifiers usually make, never a false one.
"""

_FORMS = """
mohammed mohamed mohammad muhammad muhammed mohamad mohd
katherine catherine kathryn katharine catharine kathrine kate katie kathy cathy
elizabeth elisabeth liz lizzie beth betty
stephen steven steve
sean shaun shawn
geoffrey jeffrey jeffery geoff jeff
william bill billy will
robert rob bob robbie bobby
richard rick dick
michael mike micky
christopher chris
daniel dan danny
matthew mathew matt
thomas tom tommy
joseph joe joey
james jim jimmy jamie
edward ted eddie
anthony antony tony
nicholas nicolas nick
alexander alex
benjamin ben
samuel sam
david dave
margaret maggie peggy
rebecca rebekah becky
jennifer jenny
susan sue susie
deborah debra debbie
sarah sara
ann anne
hannah hanna
isabel isobel isabelle
zoe zoey
"""

#: form -> the form that stands for all of them
ONE_NAME = {form: line.split()[0] for line in _FORMS.strip().splitlines() for form in line.split()}

_NO_NAMES = """
anonymous babe baby boy child dr female fetus foetus girl infant known male master miss mr mrs ms na name
nk no none not notknown of tbc test twin ubb unborn unk unknown
"""

_NAMES = """
aaron abby abigail adam adrian aidan aiden aimee aisha alan alana alastair albert alec alex alexander
alexandra alexis alfie alice alicia alina alisha alison allan amanda amber amelia amelie amina amir amira
amy ana andrea andreas andrew andy angela angelina angelo anita ann anna annabel annie anthony antonia
antonio archie aria ariana arthur arun asha ashley ashton asif ava ayaan ayan ayesha barbara barry bella
belle ben bernard beth bethan billy blake bradley brandon brenda brian bryan caleb callum calum cameron
cara carl carla carly carmel carmen carol carole caroline catherine cerys charlene charles charlie
charlotte chelsea chloe chris christian christina christine christopher ciara claire clara clare clive
colin colm connie connor conor corey courtney craig curtis daisy dale dan dana daniel daniela daniella
danielle darcey darcy daren darren david dawn dean deborah debra declan denis denise dennis derek diana
diane dominic donald donna dora doreen doris dylan eden edith edward eileen elaine eleanor elena elisa
elise eliza elizabeth ella elle ellen ellie elliot elliott ellis eloise elsa elsie emilia emily emma eric
erica erin esme ethan eva eve evelyn evie ewan faith farah fatima felicity felix finlay finley fiona
florence frances francesca francis frank frankie fraser freddie frederick freya gabriel gabriela gabriella
gabrielle gareth gary gavin gemma george georgia georgie georgina gerald gillian glen glenn gloria grace
graham grant greg gregory guy haley hamza hannah harley harriet harrison harry harvey hassan hayden hayley
hazel heather heidi helen helena henry hollie holly hugh hugo hussain ian ibrahim imran ines irene iris
isaac isabel isabella isla ismail ivan ivor ivy jack jackie jackson jacob jade jake jamal james jamie jan
jane janet janice janine jasmin jasmine jason jay jayden jean jeanette jenna jennifer jenny jeremy jess
jessica jessie jill jo joan joanna joanne jodie joe joel john jon jonah jonas jonathan jordan joseph
josephine josh joshua josie joy joyce jude judith judy julia julian juliana julie juliet june justin kara
karen karina karl kate katherine kathleen katie katy kay kayla kaylee keira keith kelly kelsey ken kenneth
kerry kevin khadija kian kieran kim kirsten kirsty kyla kyle lacey lana lara laura lauren laurence layla
leah leanne lee leila lena leo leon leona leonard lesley leslie lewis lexi lia liam lila lillian lilly
lily linda lindsay lindsey lisa lloyd logan lola lorna lorraine lottie louie louis louisa louise luca
lucas lucia lucie lucy luka lukas luke luna lydia lyn lynn lynne mabel madison maisie malcolm mandy marc
marcel marcia marco marcus margaret maria marian marianne marie marina marion marisa mark marlene marlon
martha martin martina martyn mary mason matilda matthew maureen max maxine maya megan mel melanie melissa
mia michael michaela michelle mila miles millie milly miriam mohammed moira mollie molly mona monica
morgan muriel myles nadia nadine naomi natalia natalie natasha nathan nathaniel neil nicholas nicola
nicole nigel nina noah nora norma norman oliver olivia omar oscar owen paige pam pamela pat patricia
patrick paul paula pauline penny peter phil philip phillip phoebe phyllis polly poppy rachel rahul raj
raja ralph raymond reece reggie renee rhian rhiannon rhys ria richard ricky riley rita robert robin robyn
roger roma roman ronald ronan ronnie rory rosa rosalind rose rosemary rosie ross rowan roy ruby russell
ruth ryan saba sadia sally sam samantha samina samir samira samuel sandra sara sarah scarlett scott sean
shane shannon sharon shaun shauna sheila shelley shirley sian sidney sienna simon simone sofia sonia
sophia sophie stacey stanley stefan stella stephanie stephen stewart stuart sue summer susan suzanne
sylvia tamara tania tanya tara taylor teresa terry thea theo theodore theresa thomas tia tilly tim timothy
tina toby tom tracey tracy trevor tyler una usman valerie vanessa vera verity veronica vicky victor
victoria vincent violet wayne wendy william yasmin yasmine yusuf yvonne zac zach zachary zain zainab zak
zara zayn zoe
"""

#: What is typed where a name is not known, and words that say "unborn" (folded, single words).
NOT_A_NAME = frozenset(_NO_NAMES.split())

#: Names of which one is a letter away from another: Molly is no misspelling of Milly, they may be twins.
NAMES_OF_THEIR_OWN = frozenset(_NAMES.split())
