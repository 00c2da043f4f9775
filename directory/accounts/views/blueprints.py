from flask import Blueprint

accounts = Blueprint("accounts", __name__)
organisation = Blueprint("organisation", __name__)
