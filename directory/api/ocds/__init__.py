"""Open Contracting Data Standard 1.1.5: what is public of tenders, awards and contracts, as releases and records.

``history`` says what happened to a tender in sight of all, ``blocks`` puts what then stood into the standard's words,
``feed`` finds what comes after a cursor, ``views`` answers. Never a release about a child: requests and placements
are not published at all.
"""
