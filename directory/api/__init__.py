"""The faces for programs: API v1, and beside it open contracting data (OCDS) and Open Referral UK."""
