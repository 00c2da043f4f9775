"""What the demonstration's services say of themselves: sentences put together, the same for the same seed."""

from random import Random

from directory.codes import ServiceType, Specialism, language_label

T, S = ServiceType, Specialism

OPENINGS: dict[ServiceType, tuple[str, ...]] = {
    T.FOSTER_CARE: (
        "A fostering household in a quiet street, a short walk from schools, shops and a bus into town.",
        "Experienced carers with one spare room and no other children at home.",
        "A lively household with a garden and a dog; the carers have fostered for nine years.",
    ),
    T.PARENT_AND_CHILD_FOSTER_CARE: (
        "A young mother or father lives with the carer and learns to look after the baby.",
        "Carers trained to assess and support young parents, with a room large enough for a cot.",
    ),
    T.SUPPORTED_LODGINGS: (
        "A room in a family home for a young person of 16 or more who is learning to live independently.",
        "Supported lodgings with a host who cooks in the evening and helps with college and appointments.",
    ),
    T.CHILDRENS_HOME: (
        "A small children's home with a stable team, two adults awake at night, and its own garden.",
        "A home for up to four young people, run on therapeutic principles, with a clinician on site each week.",
        "A solo or dual home in a rural place, with high staffing and few neighbours.",
    ),
    T.SECURE_CHILDRENS_HOME: (
        "A secure children's home for welfare and youth justice placements, with education and health care on site.",
    ),
    T.SUPPORTED_ACCOMMODATION: (
        "Shared flats for young people of 16 and 17 with staff on site day and night.",
        "Self-contained flats with key workers who help with benefits, college and health.",
    ),
    T.RESIDENTIAL_FAMILY_CENTRE: (
        "A residential family centre that assesses parents with their baby over twelve weeks.",
    ),
    T.RESIDENTIAL_SPECIAL_SCHOOL: (
        "A residential special school with weekly and termly boarding, small classes and therapists on the staff.",
    ),
    T.SHORT_BREAKS: (
        "Overnight short breaks for disabled children, at weekends and in school holidays.",
        "Day and overnight breaks with trained staff, adapted rooms and a sensory garden.",
    ),
    T.ADVOCACY: (
        "Independent advocates who help children in care be heard in reviews, complaints and court.",
        "Advocacy for children in care and care leavers, face to face or by phone, in the child's own language.",
    ),
    T.INDEPENDENT_VISITOR: ("Trained volunteers who visit a child in care each month and stay in touch for years.",),
    T.TRAFFICKING_GUARDIAN: (
        "Guardians for trafficked children: one adult who stands by the child through police, asylum and care.",
        "Guardianship for separated children who may be victims of modern slavery.",
    ),
    T.THERAPY: (
        "Trauma-focused therapy for children and young people: EMDR, narrative exposure therapy, art therapy.",
        "Psychological assessment and treatment for children who have lived through violence and exploitation.",
    ),
    T.RETURN_HOME_INTERVIEW: (
        "Independent return home interviews within 72 hours of a child being found, with a written report.",
    ),
    T.IMMIGRATION_ADVICE: (
        "Legal advice and representation for unaccompanied children: asylum, age disputes, trafficking claims.",
        "Immigration advice at the highest level of accreditation, with solicitors used to working with children.",
    ),
    T.INTERPRETING: (
        "Interpreters trained to work with children who have been exploited, in person, by video and by phone.",
    ),
    T.AGE_ASSESSMENT_SUPPORT: ("Appropriate adults and social workers who support lawful age assessments.",),
    T.ADOPTION_SUPPORT: ("Support for adoptive families: therapeutic parenting courses, life story work, contact.",),
    T.FOSTERING_AGENCY: (
        "An independent fostering agency that recruits, trains and supervises carers across the region.",
        "A not-for-profit fostering agency with carers for children of every age, and support at any hour.",
    ),
    T.BOARDING_SCHOOL: ("A boarding school with a quiet house for pupils who cannot go home in the holidays.",),
    T.RESIDENTIAL_COLLEGE: ("A residential college for young people of 16 and more with learning disabilities.",),
    T.ADOPTION_AGENCY: ("A voluntary adoption agency that finds, prepares and supports adoptive families.",),
    T.SECURE_TRAINING_CENTRE: ("A secure training centre for young people on remand or sentenced.",),
    T.HOLIDAY_SCHEME: ("A holiday scheme for disabled children, with trained staff and adapted transport.",),
    T.TRAINING: (
        "Training for social workers and carers: modern slavery, the National Referral Mechanism, missing children.",
    ),
}

OF_SPECIALISM: dict[Specialism, str] = {
    S.MODERN_SLAVERY: "Staff know the signs of modern slavery and how first responders refer.",
    S.TRAFFICKING: "We have looked after children who were trafficked, and keep a 72-hour safety plan ready.",
    S.UNACCOMPANIED_ASYLUM_SEEKING: "Many of the young people we support came to this country alone to seek asylum.",
    S.TRAUMA: "Everybody here is trained in trauma-informed care.",
    S.SEXUAL_EXPLOITATION: "We work with children who have been sexually exploited, with specialist supervision.",
    S.CRIMINAL_EXPLOITATION: "We help young people leave criminal exploitation, with planned moves out of area.",
    S.COUNTY_LINES: "We know county lines, and work with rescue and response teams.",
    S.LABOUR_EXPLOITATION: "We have helped young people found in nail bars, car washes and cannabis farms.",
    S.DEBT_BONDAGE: "We talk openly about debts to traffickers, and plan for threats to family.",
    S.MISSING_RISK: "Phones, money and doors are thought through with each child at risk of going missing.",
    S.PTSD: "We understand post-traumatic stress: nightmares, flashbacks, long nights.",
    S.SELF_HARM: "Staff are trained to keep safe young people who harm themselves.",
    S.LEARNING_DISABILITY: "We work with easy-read plans, symbols and routine.",
    S.AUTISM: "Rooms are calm, days predictable, and staff trained in autism.",
    S.PREGNANCY_AND_PARENTING: "We support pregnant young women and young parents.",
    S.SIBLING_GROUPS: "Brothers and sisters stay together.",
    S.SAME_FAITH: "We match for faith where the child wishes, and know the nearest places of worship.",
    S.EMERGENCY: "We take emergency placements at any hour.",
    S.NATIONAL_REFERRAL_MECHANISM: "We support young people through the National Referral Mechanism.",
    S.AGE_DISPUTED: "We support young people whose age is disputed.",
    S.LEAVING_CARE: "We stay in touch after eighteen.",
    S.EDUCATION_SUPPORT: "A tutor helps until there is a school place.",
}

CLOSINGS = (
    "We answer the phone until 8 pm.",
    "Visits by the social worker are welcome at any time.",
    "We can meet the child before a decision is made.",
    "References from three authorities on request.",
    "We plan the ending from the beginning.",
    "",
)

FITTING: dict[ServiceType, tuple[Specialism, ...]] = {
    T.FOSTER_CARE: (
        S.TRAUMA,
        S.SIBLING_GROUPS,
        S.SAME_FAITH,
        S.UNACCOMPANIED_ASYLUM_SEEKING,
        S.TRAFFICKING,
        S.MISSING_RISK,
        S.EMERGENCY,
        S.LEARNING_DISABILITY,
        S.AUTISM,
    ),
    T.PARENT_AND_CHILD_FOSTER_CARE: (S.PREGNANCY_AND_PARENTING, S.TRAUMA, S.LEARNING_DISABILITY, S.TRAFFICKING),
    T.SUPPORTED_LODGINGS: (S.UNACCOMPANIED_ASYLUM_SEEKING, S.LEAVING_CARE, S.EDUCATION_SUPPORT, S.SAME_FAITH),
    T.CHILDRENS_HOME: (
        S.TRAUMA,
        S.CRIMINAL_EXPLOITATION,
        S.SEXUAL_EXPLOITATION,
        S.COUNTY_LINES,
        S.MISSING_RISK,
        S.SELF_HARM,
        S.TRAFFICKING,
        S.AUTISM,
        S.EMERGENCY,
        S.MODERN_SLAVERY,
    ),
    T.SECURE_CHILDRENS_HOME: (S.SELF_HARM, S.MISSING_RISK, S.CRIMINAL_EXPLOITATION),
    T.SUPPORTED_ACCOMMODATION: (
        S.UNACCOMPANIED_ASYLUM_SEEKING,
        S.LEAVING_CARE,
        S.TRAFFICKING,
        S.AGE_DISPUTED,
        S.EDUCATION_SUPPORT,
    ),
    T.RESIDENTIAL_FAMILY_CENTRE: (S.PREGNANCY_AND_PARENTING, S.LEARNING_DISABILITY, S.TRAUMA),
    T.RESIDENTIAL_SPECIAL_SCHOOL: (S.AUTISM, S.LEARNING_DISABILITY, S.EDUCATION_SUPPORT),
    T.SHORT_BREAKS: (S.LEARNING_DISABILITY, S.AUTISM, S.SIBLING_GROUPS),
    T.ADVOCACY: (S.UNACCOMPANIED_ASYLUM_SEEKING, S.TRAFFICKING, S.LEARNING_DISABILITY, S.AGE_DISPUTED),
    T.INDEPENDENT_VISITOR: (S.UNACCOMPANIED_ASYLUM_SEEKING, S.LEAVING_CARE),
    T.TRAFFICKING_GUARDIAN: (
        S.TRAFFICKING,
        S.MODERN_SLAVERY,
        S.NATIONAL_REFERRAL_MECHANISM,
        S.DEBT_BONDAGE,
        S.LABOUR_EXPLOITATION,
        S.UNACCOMPANIED_ASYLUM_SEEKING,
    ),
    T.THERAPY: (S.TRAUMA, S.PTSD, S.SEXUAL_EXPLOITATION, S.SELF_HARM, S.TRAFFICKING),
    T.RETURN_HOME_INTERVIEW: (S.MISSING_RISK, S.CRIMINAL_EXPLOITATION, S.COUNTY_LINES, S.SEXUAL_EXPLOITATION),
    T.IMMIGRATION_ADVICE: (
        S.UNACCOMPANIED_ASYLUM_SEEKING,
        S.AGE_DISPUTED,
        S.TRAFFICKING,
        S.NATIONAL_REFERRAL_MECHANISM,
    ),
    T.INTERPRETING: (S.TRAFFICKING, S.UNACCOMPANIED_ASYLUM_SEEKING),
    T.AGE_ASSESSMENT_SUPPORT: (S.AGE_DISPUTED, S.UNACCOMPANIED_ASYLUM_SEEKING),
    T.ADOPTION_SUPPORT: (S.TRAUMA, S.SIBLING_GROUPS),
    T.FOSTERING_AGENCY: (S.SIBLING_GROUPS, S.UNACCOMPANIED_ASYLUM_SEEKING, S.TRAUMA, S.PREGNANCY_AND_PARENTING),
    T.BOARDING_SCHOOL: (S.EDUCATION_SUPPORT,),
    T.RESIDENTIAL_COLLEGE: (S.LEARNING_DISABILITY, S.AUTISM, S.EDUCATION_SUPPORT),
    T.ADOPTION_AGENCY: (S.SIBLING_GROUPS, S.TRAUMA),
    T.SECURE_TRAINING_CENTRE: (S.REMAND, S.SELF_HARM),
    T.HOLIDAY_SCHEME: (S.LEARNING_DISABILITY, S.AUTISM),
    T.TRAINING: (S.MODERN_SLAVERY, S.TRAFFICKING, S.MISSING_RISK),
}


def description(random: Random, service_type: ServiceType, specialisms: list[Specialism], languages: list[str]) -> str:
    """Give a description of a few sentences."""
    parts = [random.choice(OPENINGS[service_type])]
    parts += [OF_SPECIALISM[specialism] for specialism in specialisms if specialism in OF_SPECIALISM]
    spoken = [language_label(code) for code in languages if code != "eng"]
    if spoken:
        parts.append(f"{' and '.join(spoken)} spoken.")
    parts.append(random.choice(CLOSINGS))
    return " ".join(part for part in parts if part)
