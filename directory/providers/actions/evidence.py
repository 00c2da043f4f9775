"""What shows a claim: a provider's words and files. What changes after an assurer looked is to be looked at again."""

from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from directory import audit, files, notify
from directory.access import SYSTEM, Actor, Permission, require
from directory.codes import label
from directory.files import EVIDENCE, Handed, Scan
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, WrongState
from directory.providers.models import Claim, ClaimFile, Status
from directory.providers.queries.claims import evidence_to_assure, own_claim, own_evidence, public_claim_of_file
from directory.providers.rules.claims import LONGEST_EVIDENCE, MOST_FILES

SCANNED_JOB = "providers.evidence_scanned"


@atomic
def reword(actor: Actor, service_id: UUID, claim_id: UUID, *, evidence: str, now: datetime) -> Claim:
    """Change the words that show a claim. Raises NotFound, Invalid, WrongState."""
    made = _changeable(actor, service_id, claim_id)
    evidence = evidence_words(evidence)
    if evidence == made.evidence:
        return made
    made.evidence = evidence
    _changed(made, now)
    audit.record(actor, "claim:evidence_changed", made, at=now)
    return made


@atomic
def add_files(
    actor: Actor, service_id: UUID, claim_id: UUID, *, sent: Sequence[tuple[str, BinaryIO]], now: datetime
) -> int:
    """Keep files (name, stream) that show a claim, all or none; give how many. Raises NotFound, Invalid, WrongState."""
    made = _changeable(actor, service_id, claim_id)
    if not sent:
        raise Invalid.field("file", "Choose a file")
    if len(made.files) + len(sent) > MOST_FILES:
        raise Invalid.field("file", f"A specialism can have up to {MOST_FILES} files. Remove one first")
    for name, stream in sent:
        try:
            stored = files.store(actor, stream, name=name, kinds=EVIDENCE, now=now, when_scanned=SCANNED_JOB)
        except Invalid as refusal:
            raise Invalid.field("file", f"{name}: {refusal}") if len(sent) > 1 else refusal from refusal
        if any(each.file.sha256 == stored.sha256 for each in made.files):
            raise Invalid.field("file", f"{stored.name} is here already, perhaps under another name")
        made.files.append(ClaimFile(file_id=stored.id, file=stored, added_at=now))
        audit.record(actor, "claim:file_added", made, at=now, file_id=stored.id)
    _changed(made, now)
    return len(sent)


@atomic
def remove_file(actor: Actor, service_id: UUID, claim_id: UUID, file_id: UUID, *, now: datetime) -> None:
    """Take a file back; its bytes are gone. Raises NotFound."""
    made = _changeable(actor, service_id, claim_id)
    own_evidence(actor, service_id, claim_id, file_id)
    _drop(actor, made, [each for each in made.files if each.file_id == file_id], now)
    _changed(made, now)
    audit.record(actor, "claim:file_removed", made, at=now, file_id=file_id)


def drop_all(made: Claim, actor: Actor, now: datetime) -> None:
    """Forget, within the running action, every file of a claim that is withdrawn."""
    _drop(actor, made, list(made.files), now)


@atomic
def hand_to_owner(actor: Actor, service_id: UUID, claim_id: UUID, file_id: UUID, *, now: datetime) -> Handed:
    """Give a provider its own file back. Raises NotFound, WrongState while or once it may not be read."""
    require(actor, Permission.CLAIM_MAKE)
    own_evidence(actor, service_id, claim_id, file_id)
    return files.hand_out(actor, file_id, now=now)


@atomic
def hand_to_assurer(actor: Actor, claim_id: UUID, file_id: UUID, *, now: datetime) -> Handed:
    """Give an assurer a file that shows a claim. Raises NotFound, WrongState while or once it may not be read."""
    require(actor, Permission.CLAIM_ASSURE)
    evidence_to_assure(actor, claim_id, file_id)
    return files.hand_out(actor, file_id, now=now)


@atomic
def tell_infected(file_id: UUID, *, now: datetime) -> None:
    """Tell a provider of the virus that was found in a file of its own; of a clean file there is nothing to tell."""
    kept = public_claim_of_file(file_id)
    if kept is None or kept.file.scan is not Scan.INFECTED:
        return
    made = kept.claim
    tell(made, f"A virus was found in a file for {label(made.specialism)} of {made.service.name}", now)
    audit.record(SYSTEM, "claim:infection_told", made, at=now, file_id=file_id)


def tell(made: Claim, text: str, now: datetime) -> None:
    """Leave a notice, within the running action, for those of the provider who make claims."""
    notify.notice(
        text=text[:300],
        organisation_id=made.service.organisation_id,
        permission=Permission.CLAIM_MAKE,
        endpoint="evidence.show",
        arguments={"service_id": made.service_id, "claim_id": made.id},
        at=now,
    )


def evidence_words(evidence: str) -> str:
    """Give what was written to show a claim, tidied. Raises Invalid for nothing or too much."""
    evidence = evidence.strip()
    if not evidence or len(evidence) > LONGEST_EVIDENCE:
        raise Invalid.field("evidence", f"Say in up to {LONGEST_EVIDENCE:,} characters what shows it")
    return evidence


def _changeable(actor: Actor, service_id: UUID, claim_id: UUID) -> Claim:
    require(actor, Permission.CLAIM_MAKE)
    made = own_claim(actor, service_id, claim_id)
    db.session.refresh(made, with_for_update=True)
    if made.service.status is Status.WITHDRAWN:
        raise WrongState("This service is withdrawn")
    return made


def _drop(actor: Actor, made: Claim, kept: Sequence[ClaimFile], now: datetime) -> None:
    for each in kept:
        made.files.remove(each)
    db.session.flush()
    for each in kept:
        files.remove(actor, each.file_id, now=now)


def _changed(made: Claim, now: datetime) -> None:
    """Have an assurer look again, where one has looked."""
    if made.assured_at is not None:
        made.changed_at = now
