from enum import StrEnum


class Status(StrEnum):
    """Where a service is between a draft and the directory."""

    DRAFT = "draft"
    PUBLISHED = "published"
    PAUSED = "paused"
    WITHDRAWN = "withdrawn"


class Registration(StrEnum):
    """What the regulator's register says; ``unregulated`` where the service needs no registration."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    RESIGNED = "resigned"
    CANCELLED = "cancelled"
    GONE = "gone"
    UNREGULATED = "unregulated"


class AreaKind(StrEnum):
    """How wide a published area is."""

    OUTCODE = "outcode"
    AUTHORITY = "authority"
    REGION = "region"


class Way(StrEnum):
    """By which way capacity was said."""

    PAGE = "page"
    LINK = "link"
    CSV = "csv"
    API = "api"
    IMPORT = "import"
    DEMO = "demo"
    HOLD = "hold"
