"""Open Referral UK 3.0: the public services of the directory, for anybody, without a key.

``terms`` is our vocabulary as taxonomies, ``shapes`` puts services into the standard's words, ``listing`` finds them,
``views`` answers. A confidential service is in none of it, and neither is an organisation that has no other.
"""
