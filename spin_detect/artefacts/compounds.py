"""Words that build hyphenated compounds, for the broken-hyphen rule.

Read from counts of hyphenated compounds in plain English and pruned by hand: what also stands alone after a dash ("-
then", "- free") or before one ("home - ") in ordinary sentences went out.
"""

from __future__ import annotations

from spin_detect.artefacts.words import word_set

FUNCTION_WORDS = word_set(
    """
    a about above after again all also although always am an and any are around as at be because been before behind
    being below both but by came can come could did do does done down during each either else especially even ever
    every except for from get go going had has have he her here hers him his how however i if in including indeed
    instead into is it its just last least less like made make many may maybe me more most much must my namely near
    neither never next no nor not nothing now of off on once one only onto or other our out over own past per
    perhaps plus rather said same say see she should since so some soon still such than thanks that the their them
    then there therefore these they this those though through thus to today together too toward towards until unless
    up upon us usually very via was we well were what when where whether which while who whom whose why will with
    within without would yes yet you your versus vs
    """
)

PREFIXES = word_set(
    """
    anti co counter cross ex extra hyper inter intra mega micro mid mini multi neo non post pre pro pseudo quasi
    self semi sub super trans ultra un under
    """
)

SOLID_PREFIXES = word_set("pro trans un under")
"""Prefixes that common words carry without a hyphen (provide, transmission)."""

HEADS = word_set("high low long short well hard full part large small top far fast single double half so")

NUMBERS = word_set("two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred")

UNITS = word_set(
    """
    acre bed bedroom centimeter centimetre course day degree digit dollar door episode fold foot game gigabyte hole
    hour inch judge kilogram kilometer kilometre lane letter man megapixel megawatt member metre meter mile million
    billion minute month nation nanometer night ounce page part party people percent person piece point pound
    quarter room seat second speed square star state step storey story strong term ton tonne vote watt way week
    wheel word year
    """
)

TAILS = word_set(
    """
    aged aligned appointed armed assisted backed based bearing beating binding born borne bound built caliber
    centered centred centric changing class coated colored coloured conscious connected controlled cutting dated
    dependent derived dimensional dominated dominating driven edged educated effective efficient elect enabled
    enhanced enhancing equipped eyed faced facing fed fighting filled fold focused fought friendly fuelled fueled
    funded generated generating generation grade grown guided haired handed headed hearted hit hungry induced
    infected informed intensive known laden leading leaning led legged lending level like linked listed lived
    looking loving made managed market mediated minded mounted neutral old operated oriented orientated owned oxide
    packed paced paid paying performing powered priced producing prone proof protected proven quality raising range
    ranging ranking rated ready recognised recognized registered related renowned resistant rich ridden rise run
    saving scale seated seeking selling sensitive serving setting shaped sharing sided sized skilled skinned
    speaking specific sponsored stakes stricken structured style supported tailed tech term tested theoretic
    thinking tier tolerant trained treated turned type wheeled wide wing worn worthy written year yielding
    """
)

LETTER_COMPOUNDS = frozenset(
    {
        ("e", "mail"),
        ("e", "mails"),
        ("e", "commerce"),
        ("e", "book"),
        ("e", "books"),
        ("e", "learning"),
        ("x", "ray"),
        ("x", "rays"),
        ("t", "shirt"),
        ("t", "shirts"),
        ("u", "turn"),
        ("a", "level"),
        ("objective", "C"),
        ("vitamin", "C"),
        ("wi", "Fi"),
        ("sci", "fi"),
    }
)
