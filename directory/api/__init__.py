"""The faces for programs: API v1, and open contracting data (OCDS) beside it; Open Referral UK later."""
