from flask import Blueprint

pages = Blueprint("awards", __name__, url_prefix="/tenders/<uuid:tender_id>")
