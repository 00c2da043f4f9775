from flask import Blueprint

placements = Blueprint("placements", __name__)
