"""Areas of a lot: authorities by GSS code, and regions by name."""

from collections.abc import Iterable

from directory.geo.authorities import authority_named, by_code, region_named


def area_code(text: str) -> str:
    """Give the code of an authority or the name of a region, however written; raise ValueError for neither."""
    region = region_named(text)
    if region:
        return region
    try:
        return authority_code(text)
    except ValueError:
        raise ValueError(f"{text[:60]} is not an authority or region that we know") from None


def authority_code(text: str) -> str:
    """Give the GSS code of an authority, however written; raise ValueError for none."""
    known = by_code().get(text) or authority_named(text)
    if known is None:
        raise ValueError(f"{text[:60]} is not an authority that we know")
    return known.gss


def region_name(text: str) -> str:
    """Give the name of a region, however written; raise ValueError for none."""
    known = region_named(text)
    if known is None:
        raise ValueError(f"{text[:60]} is not a region that we know")
    return known


def regions_of(areas: Iterable[str]) -> list[str]:
    """Give the regions in which these areas lie, each once."""
    codes = by_code()
    return sorted({codes[area].region if area in codes else area for area in areas})


def area_words(code: str) -> str:
    """Give the name of an authority by its code; a region stands for itself."""
    known = by_code().get(code)
    return known.short_name if known else code
