"""The lines of the matrix of bids. What is named is a tender; a provider finds its own bid in it alone."""

from tests.sweep.route import Route
from tests.sweep.things import Thing

AT = "/tenders/<uuid:tender_id>"
API = f"/api/v1{AT}/bids/<uuid:bid_id>"

BIDS: tuple[Route, ...] = (
    Route("bids.show", f"{AT}/bid", "GET POST", "bid:draft", Thing.TENDER_READ),
    Route("bids.lots", f"{AT}/bid/lots", "GET POST", "bid:draft", Thing.BID),
    Route("bids.answer", f"{AT}/bid/answers/<int:number>", "GET POST", "bid:draft", Thing.BID),
    Route("bids.add_file", f"{AT}/bid/answers/<int:number>/files", "POST", "bid:draft", Thing.BID),
    Route("bids.file", f"{AT}/bid/files/<sha256>", "GET", "bid:draft", Thing.BID),
    Route("bids.remove_file", f"{AT}/bid/files/<sha256>/removal", "POST", "bid:draft", Thing.BID),
    Route("bids.prices", f"{AT}/bid/prices", "GET POST", "bid:draft", Thing.BID),
    Route("bids.cover", f"{AT}/bid/cover", "GET POST", "bid:draft", Thing.BID),
    Route("bids.registrations", f"{AT}/bid/services", "GET POST", "bid:draft", Thing.BID),
    Route("bids.submission", f"{AT}/bid/submission", "GET POST", "bid:submit", Thing.BID),
    Route("bids.withdrawal", f"{AT}/bid/withdrawal", "GET POST", "bid:submit", Thing.BID),
    Route("bids.receipt", f"{AT}/bid/receipt", "GET", "bid:draft", Thing.BID),
    Route("bids.content", f"{AT}/bid/content", "GET", "bid:draft", Thing.BID),
    Route("bids.unsealing", f"{AT}/unsealing", "GET POST", "bid:unseal", Thing.TENDER),
    Route("bids.opening", f"{AT}/opening", "GET", "bid:unseal", Thing.OPENED_TENDER),
    Route("api.get_bids", f"/api/v1{AT}/bids", "GET", "bid:draft or bid:unseal", Thing.TENDER_BIDS),
    Route("api.post_bid", f"/api/v1{AT}/bids", "POST", "bid:draft", Thing.TENDER_READ),
    Route("api.post_bid_submission", f"{API}/submission", "POST", "bid:submit", Thing.BID),
    Route("api.post_bid_withdrawal", f"{API}/withdrawal", "POST", "bid:submit", Thing.BID),
    Route("api.post_tender_unsealing", f"/api/v1{AT}/unsealing", "POST", "bid:unseal", Thing.TENDER),
)
