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


class ClosedFor(StrEnum):
    """Why a staffed place cannot be used now."""

    STAFFING = "staffing"
    MATCHING = "matching"
    REPAIR = "repair"
    SAFEGUARDING = "safeguarding"
    NOTICE = "notice"

    @property
    def column(self) -> str:
        """Give the name of the number of places closed for this reason."""
        return f"closed_{self.value}"

    @property
    def words(self) -> str:
        """Give it as people say it after "closed for"."""
        return _CLOSED_FOR[self.value]


_CLOSED_FOR = {
    "staffing": "too few staff",
    "matching": "matching with a child who is there",
    "repair": "repairs",
    "safeguarding": "safeguarding",
    "notice": "a notice or restriction",
}
