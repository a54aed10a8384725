"""Which given names are forms of one another, so that Kate and Katherine are found as one?

A short list of forms that are common in England; a name that is not here is its own usual form. It only ever brings
people to a person's notice, so what it misses or mistakes is judged by people.
"""

_FORMS = """
abdul abdal abd
abigail abi abbie abby gail
ahmed ahmad ahmet
aisha ayesha aysha aishah
alexander alex alec sandy xander aleksander alexandru
alexandra alex sandra sasha lexi lexie
alfred alfie fred
alice ali alyce
amelia amelie millie milly
andrew andy drew andrzej
anna ann anne annie ania
anthony tony antony antoni
arthur art archie
benjamin ben benny benji
callum calum kallum
cameron cam kameron
catherine katherine kathryn kathleen kate katie katy cath cathy kathy kitty kat
charles charlie charley chas
charlotte charlie charley lottie lotty
christopher chris kit kris
daniel dan danny daniil
david dave davey dawid
dominic dom dominik
edward ed eddie ted teddy ned
eleanor elinor ellie nell nellie
elizabeth elisabeth liz lizzie beth betty eliza libby elsie
emily em emilia
fatima fatimah fatema
francesca fran frankie
frederick fred freddie freddy frederic
gabriel gabe gabriela gabriella
george georgie georgi
hannah hanna
harrison harry
henry harry hal
hussain hussein hussayn hossein
ibrahim ebrahim
isaac isak zac
isabella isabelle isabel izzy bella
jacob jake jakub yakub
jacqueline jackie
james jim jimmy jamie
jennifer jen jenny
jessica jess jessie
john jack johnny jon
jonathan jon jonny johnathan
joseph joe joey jozef yusuf yousef youssef
joshua josh
katarzyna kasia
kayleigh kayley keeley
laura lauren laurie
leah lea lia
leonardo leo leon leonard
lewis louis louie
lily lilly lillian lilian
lucas luke luca lukas
madison maddie maddy madeleine madeline
margaret maggie meg peggy
mark marc marcus
matthew matt matty mateusz
maryam mariam miriam maria mary
michael mike mick mikey mickey mihai michal
mohammed muhammad mohamed mohammad muhammed mohamad mohd muhammet
natalie nat natalia
nathan nat nathaniel
nicholas nick nicky nikolas
nicola nicky nikki
oliver ollie olly
olivia liv livvy
oscar oskar
patrick pat paddy
peter pete piotr
phoebe pheobe
rebecca becky becca rebekah
richard rick ricky dick
robert rob robbie bob bobby bert
ronald ron ronnie
rosie rose rosemary
samuel sam sammy samuil
samantha sam sammy
sarah sara sally zara
sean shaun shawn
sebastian seb
sophia sofia sophie zofia
stephen steven steve stevie
susan sue susie suzanne
syed sayed sayyid
theodore theo ted
thomas tom tommy tomasz
timothy tim
toby tobias
victoria vicky vikki tori
william will billy bill liam
yasmin yasmine jasmine jasmin
zachary zac zach zack zak
zainab zaynab zeinab
"""


def _usual_forms() -> dict[str, str]:
    """Each form by one name of its group; groups that share a form are one, since nobody knows which is meant."""
    found: dict[str, str] = {}
    for group in _FORMS.split("\n"):
        names = group.split()
        shared = {found[name] for name in names if name in found}
        if not names:
            continue
        usual = min(shared, default=names[0])
        found |= {name: usual for name, kept in found.items() if kept in shared}
        found |= dict.fromkeys(names, usual)
    return found


_USUAL = _usual_forms()


def usual_form(name: str) -> str:
    """Return the form under which a given name is compared, in lower-case letters without accents."""
    return _USUAL.get(name, name)
