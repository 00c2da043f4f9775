from enum import StrEnum


class ServiceType(StrEnum):
    """What a service is."""

    FOSTER_CARE = "foster_care"
    PARENT_AND_CHILD_FOSTER_CARE = "parent_and_child_foster_care"
    SUPPORTED_LODGINGS = "supported_lodgings"
    CHILDRENS_HOME = "childrens_home"
    SECURE_CHILDRENS_HOME = "secure_childrens_home"
    SUPPORTED_ACCOMMODATION = "supported_accommodation"
    RESIDENTIAL_FAMILY_CENTRE = "residential_family_centre"
    RESIDENTIAL_SPECIAL_SCHOOL = "residential_special_school"
    SHORT_BREAKS = "short_breaks"
    ADVOCACY = "advocacy"
    INDEPENDENT_VISITOR = "independent_visitor"
    TRAFFICKING_GUARDIAN = "trafficking_guardian"
    THERAPY = "therapy"
    RETURN_HOME_INTERVIEW = "return_home_interview"
    IMMIGRATION_ADVICE = "immigration_advice"
    INTERPRETING = "interpreting"
    AGE_ASSESSMENT_SUPPORT = "age_assessment_support"
    ADOPTION_SUPPORT = "adoption_support"
    FOSTERING_AGENCY = "fostering_agency"
    TRAINING = "training"
    # further kinds that Ofsted registers
    BOARDING_SCHOOL = "boarding_school"
    RESIDENTIAL_COLLEGE = "residential_college"
    HOLIDAY_SCHEME = "holiday_scheme"
    SECURE_TRAINING_CENTRE = "secure_training_centre"
    ADOPTION_AGENCY = "adoption_agency"


class Specialism(StrEnum):
    """What a service knows well: a controlled tag."""

    MODERN_SLAVERY = "modern_slavery"
    TRAFFICKING = "trafficking"
    UNACCOMPANIED_ASYLUM_SEEKING = "unaccompanied_asylum_seeking"
    TRAUMA = "trauma"
    SEXUAL_EXPLOITATION = "sexual_exploitation"
    CRIMINAL_EXPLOITATION = "criminal_exploitation"
    LABOUR_EXPLOITATION = "labour_exploitation"
    DOMESTIC_SERVITUDE = "domestic_servitude"
    COUNTY_LINES = "county_lines"
    GANG_AFFECTED = "gang_affected"
    MISSING_RISK = "missing_risk"
    DEBT_BONDAGE = "debt_bondage"
    PTSD = "ptsd"
    SELF_HARM = "self_harm"
    EATING_DISORDER = "eating_disorder"
    SUBSTANCE_MISUSE = "substance_misuse"
    HARMFUL_SEXUAL_BEHAVIOUR = "harmful_sexual_behaviour"
    DOMESTIC_ABUSE = "domestic_abuse"
    HONOUR_BASED_ABUSE = "honour_based_abuse"
    FEMALE_GENITAL_MUTILATION = "female_genital_mutilation"
    LEARNING_DISABILITY = "learning_disability"
    PHYSICAL_DISABILITY = "physical_disability"
    SENSORY_IMPAIRMENT = "sensory_impairment"
    AUTISM = "autism"
    ADHD = "adhd"
    COMPLEX_HEALTH_NEEDS = "complex_health_needs"
    EMOTIONAL_AND_BEHAVIOURAL_NEEDS = "emotional_and_behavioural_needs"
    ATTACHMENT = "attachment"
    PREGNANCY_AND_PARENTING = "pregnancy_and_parenting"
    SIBLING_GROUPS = "sibling_groups"
    SAME_FAITH = "same_faith"
    SAME_LANGUAGE = "same_language"
    LGBTQ = "lgbtq"
    REMAND = "remand"
    EMERGENCY = "emergency"
    SOLO_PLACEMENT = "solo_placement"
    THERAPEUTIC_PARENTING = "therapeutic_parenting"
    AGE_DISPUTED = "age_disputed"
    NATIONAL_REFERRAL_MECHANISM = "national_referral_mechanism"
    LEAVING_CARE = "leaving_care"
    EDUCATION_SUPPORT = "education_support"
    SHORT_NOTICE = "short_notice"


class Gender(StrEnum):
    """Whom a service takes: both, or one only."""

    ANY = "any"
    FEMALE = "female"
    MALE = "male"


class Rating(StrEnum):
    """The regulator's latest judgement."""

    OUTSTANDING = "outstanding"
    GOOD = "good"
    REQUIRES_IMPROVEMENT = "requires_improvement"
    INADEQUATE = "inadequate"
    NOT_YET_RATED = "not_yet_rated"


REGIONS: tuple[str, ...] = (
    "North East",
    "North West",
    "Yorkshire and The Humber",
    "East Midlands",
    "West Midlands",
    "East of England",
    "London",
    "South East",
    "South West",
    "Scotland",
    "Wales",
    "Northern Ireland",
)

# homes, carers and refuges; offices are public (DESIGN section 5)
CONFIDENTIAL_BY_DEFAULT = frozenset(
    {
        ServiceType.FOSTER_CARE,
        ServiceType.PARENT_AND_CHILD_FOSTER_CARE,
        ServiceType.SUPPORTED_LODGINGS,
        ServiceType.CHILDRENS_HOME,
        ServiceType.SECURE_CHILDRENS_HOME,
        ServiceType.SUPPORTED_ACCOMMODATION,
        ServiceType.RESIDENTIAL_FAMILY_CENTRE,
        ServiceType.SHORT_BREAKS,
    }
)

# where a child lives or stays, so that places can be counted
TYPES_WITH_PLACES = CONFIDENTIAL_BY_DEFAULT | {
    ServiceType.RESIDENTIAL_SPECIAL_SCHOOL,
    ServiceType.BOARDING_SCHOOL,
    ServiceType.RESIDENTIAL_COLLEGE,
    ServiceType.HOLIDAY_SCHEME,
    ServiceType.SECURE_TRAINING_CENTRE,
}


class PriceUnit(StrEnum):
    """What a price is for one of."""

    WEEK = "week"
    HOUR = "hour"
    SESSION = "session"
    WHOLE = "whole"


_LABELS: dict[StrEnum, str] = {
    ServiceType.CHILDRENS_HOME: "Children's home",
    ServiceType.SECURE_CHILDRENS_HOME: "Secure children's home",
    ServiceType.PARENT_AND_CHILD_FOSTER_CARE: "Parent and child foster care",
    Specialism.PTSD: "Post-traumatic stress disorder (PTSD)",
    Specialism.ADHD: "Attention deficit hyperactivity disorder (ADHD)",
    Specialism.LGBTQ: "LGBTQ+ young people",
    Specialism.UNACCOMPANIED_ASYLUM_SEEKING: "Unaccompanied asylum-seeking children",
    Specialism.GANG_AFFECTED: "Affected by gangs",
    Specialism.MISSING_RISK: "At risk of going missing",
    Specialism.HONOUR_BASED_ABUSE: "So-called honour-based abuse",
    Specialism.EMERGENCY: "Emergency placements",
    Specialism.SAME_FAITH: "Same-faith carers",
    Specialism.SAME_LANGUAGE: "Same-language carers",
    Gender.ANY: "Girls and boys",
    Gender.FEMALE: "Girls only",
    Gender.MALE: "Boys only",
}


def label(value: StrEnum) -> str:
    """Give the words people read for a value of any of these lists."""
    return _LABELS.get(value) or value.value.replace("_", " ").capitalize()
