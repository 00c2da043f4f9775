from flask import Blueprint

requests = Blueprint("requests", __name__, url_prefix="/requests")
