"""Which features the application has: the one list of blueprints."""

from collections.abc import Callable
from types import ModuleType

from flask import Blueprint, Flask
from flask_wtf import CSRFProtect

from directory.accounts import jobs as accounts_jobs
from directory.accounts import telling as accounts_telling
from directory.accounts.views import accounts, organisation
from directory.api import bids as api_bids
from directory.api import calling_off as api_calling_off
from directory.api import capacity as api_capacity
from directory.api import contracts as api_contracts
from directory.api import criteria as api_criteria
from directory.api import deciding as api_deciding
from directory.api import docs as api_docs
from directory.api import drafts as api_drafts
from directory.api import episodes as api_episodes
from directory.api import finder as api_finder
from directory.api import frameworks as api_frameworks
from directory.api import frameworks_joining as api_frameworks_joining
from directory.api import insight as api_insight
from directory.api import jobs as api_jobs
from directory.api import joint as api_joint
from directory.api import judging as api_judging
from directory.api import offers as api_offers
from directory.api import packs as api_packs
from directory.api import papers as api_papers
from directory.api import placed as api_placed
from directory.api import placements as api_placements
from directory.api import questions as api_questions
from directory.api import requests as api_requests
from directory.api import saved as api_saved
from directory.api import tenders as api_tenders
from directory.api import watching as api_watching
from directory.api.ocds.views import ocds
from directory.api.openreferral.views import openreferral
from directory.api.views import v1
from directory.awards import jobs as awards_jobs
from directory.awards import views as awards
from directory.bids import jobs as bids_jobs
from directory.bids import views as bids
from directory.files import jobs as files_jobs
from directory.finder import jobs as finder_jobs
from directory.finder.sweeps import jobs as sweeps_jobs
from directory.finder.sweeps import views as sweeps
from directory.finder.views import keyboard, outline, preview, printing, saved, shortlist
from directory.finder.views import search as finder
from directory.frameworks import views as frameworks
from directory.insight.views import insight
from directory.kit import limits
from directory.kit.settings import Settings
from directory.notify import jobs as notify_jobs
from directory.notify import mailbox
from directory.notify.views import notifications
from directory.organisations.views import organisations
from directory.pages import views as pages
from directory.placements import jobs as placements_jobs
from directory.placements.views import placements
from directory.providers import jobs as providers_jobs
from directory.providers.views import (
    addresses,
    assurance,
    bulk,
    capacity,
    evidence,
    links,
    listing,
    proposals,
    verification,
)
from directory.records import jobs as records_jobs
from directory.records import views as records
from directory.requests import jobs as requests_jobs
from directory.requests import views as requests
from directory.search import jobs as search_jobs
from directory.search.wording.views import wording
from directory.tenders import jobs as tenders_jobs
from directory.tenders import views as tenders
from directory.webhooks import jobs as webhooks_jobs
from directory.webhooks.views import webhooks

BLUEPRINTS: tuple[Blueprint, ...] = (
    pages.pages,
    api_docs.pages,
    accounts,
    organisation,
    organisations,
    capacity.blueprint,
    bulk.blueprint,
    links.blueprint,
    listing.blueprint,
    addresses.blueprint,
    proposals.blueprint,
    evidence.blueprint,
    assurance.blueprint,
    verification.blueprint,
    requests.requests,
    finder.pages,
    outline.land,
    preview.preview,
    sweeps.sweeps,
    wording,
    saved.saved,
    shortlist.shortlist,
    printing.printing,
    keyboard.keyboard,
    frameworks.pages,
    tenders.pages,
    bids.pages,
    awards.pages,
    records.pages,
    awards.contracts,
    placements,
    insight,
    webhooks,
    notifications,
)

# answered with bearer tokens, never with a browser's session, so there is nothing to forge
WITHOUT_CSRF: tuple[Blueprint, ...] = (v1, ocds, openreferral)

INITS: tuple[Callable[[Flask, Settings], None], ...] = (limits.init, mailbox.init)

# imported so that their routes stand on v1
API: tuple[ModuleType, ...] = (
    api_capacity,
    api_tenders,
    api_judging,
    api_deciding,
    api_contracts,
    api_bids,
    api_docs,
    api_drafts,
    api_finder,
    api_frameworks,
    api_frameworks_joining,
    api_calling_off,
    api_saved,
    api_requests,
    api_offers,
    api_criteria,
    api_episodes,
    api_packs,
    api_placed,
    api_placements,
    api_insight,
    api_questions,
    api_papers,
    api_joint,
    api_watching,
)

# named so that their handlers are known to the worker
JOBS: tuple[ModuleType, ...] = (
    notify_jobs,
    accounts_telling,
    files_jobs,
    accounts_jobs,
    search_jobs,
    providers_jobs,
    finder_jobs,
    requests_jobs,
    placements_jobs,
    tenders_jobs,
    bids_jobs,
    awards_jobs,
    records_jobs,
    sweeps_jobs,
    webhooks_jobs,
    api_jobs,
)


def init(app: Flask, settings: Settings, csrf: CSRFProtect) -> None:
    """Put every feature into ``app``."""
    for start in INITS:
        start(app, settings)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for blueprint in WITHOUT_CSRF:
        app.register_blueprint(blueprint)
        csrf.exempt(blueprint)
