from directory.codes import ServiceType, label


def register_name(service_type: ServiceType, area_name: str, urn: str) -> str:
    """Name a confidential service of the register: "Children's home in Lewisham, URN 2590934"."""
    return f"{label(service_type)} in {area_name}, URN {urn}"
